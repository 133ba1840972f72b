using KServe.Client.Tests;
using KServe.Core.Tests.Fakes;

namespace KServe.Runtime.Remote.Tests;

public sealed class HealthTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IsHealthyAsync_WithinTheCacheTime_AsksOnce()
    {
        var isReady = true;
        var time = new ManualTimeProvider();
        await using var server = await ScriptedServer.StartAsync(
            context => Answers.StatusAsync(context, isReady ? 200 : 503));
        await using var remote = await Remote.LoadAsync($"v1+http://{server.Address.Authority}", time: time);

        Assert.True(await remote.Predictor.IsHealthyAsync(Token));
        isReady = false;
        Assert.True(await remote.Predictor.IsHealthyAsync(Token));
        Assert.Equal(1, server.Calls);

        time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(await remote.Predictor.IsHealthyAsync(Token));
        Assert.Equal(2, server.Calls);
    }

    [Fact]
    public async Task IsHealthyAsync_OneOfTwoEndpoints_IsEnough()
    {
        await using var good = await ScriptedServer.StartAsync(static context => Answers.StatusAsync(context, 200));
        await using var remote = await Remote.LoadAsync(
            $"v1+http://{RawServer.FindClosed().Authority}",
            options => options.Endpoints.Add($"v1+http://{good.Address.Authority}"));

        Assert.True(await remote.Predictor.IsHealthyAsync(Token));
    }

    [Fact]
    public async Task IsHealthyAsync_SilentServer_IsNotHealthyInTime()
    {
        await using var server = await ScriptedServer.StartAsync(
            static context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var remote = await Remote.LoadAsync(
            $"v1+http://{server.Address.Authority}",
            static options => options.HealthTimeout = TimeSpan.FromMilliseconds(50));

        Assert.False(await remote.Predictor.IsHealthyAsync(Token));
    }
}
