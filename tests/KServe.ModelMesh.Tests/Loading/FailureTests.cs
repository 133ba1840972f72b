using KServe.ModelMesh.Tests.Fakes;

namespace KServe.ModelMesh.Tests.Loading;

public sealed class FailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PinAsync_LoadFailed_AnsweredAtOnceUntilItExpires()
    {
        await using var host = new MeshHost(models: 1);
        Fail(host);
        await AssertFailsAsync(host, TimeSpan.FromSeconds(10));
        Assert.False(await host.Registry.IsReadyAsync("m0", "", Token));
        Assert.Equal(MeshModelState.LoadingFailed, host.Mesh.GetStatus("m0").State);
        host.Time.Advance(TimeSpan.FromSeconds(4));
        await AssertFailsAsync(host, TimeSpan.FromSeconds(6));
        Assert.Equal(1, host.World.GetLoads("m0"));
        Assert.Equal(0, host.Mesh.UsedBytes);

        host.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.True(await host.Registry.IsReadyAsync("m0", "", Token));
        await AssertFailsAsync(host, TimeSpan.FromSeconds(20));
        Assert.Equal(2, host.World.GetLoads("m0"));
    }

    [Fact]
    public async Task PinAsync_FailsAgainAndAgain_RememberedTwiceAsLongUpToTheMost()
    {
        await using var host = new MeshHost(
            models: 1, static options => options.MaxFailureExpiry = TimeSpan.FromSeconds(35));
        Fail(host);
        foreach (var expiry in (int[])[10, 20, 35, 35])
        {
            await AssertFailsAsync(host, TimeSpan.FromSeconds(expiry));
            host.Time.Advance(TimeSpan.FromSeconds(expiry));
        }

        host.World.OnLoad = static (_, _) => Task.CompletedTask;
        await host.InferAsync("m0");
        await host.Mesh.UnloadAsync("m0", Token);
        Fail(host);
        await AssertFailsAsync(host, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task PinAsync_LoadFailed_EveryoneWhoWaitedIsTold()
    {
        await using var host = new MeshHost(models: 1);
        var gate = new TaskCompletionSource();
        host.World.OnLoad = (_, _) => gate.Task;
        var pins = Enumerable.Range(0, 5).Select(_ => host.PinAsync("m0", Token)).ToArray();
        await host.World.BeganAsync("m0");
        gate.SetException(InferenceException.InvalidArgument("model.bin: not a model"));
        var errors = await Task.WhenAll(pins.Select(static pin => Assert.ThrowsAsync<InferenceException>(() => pin)));
        Assert.All(errors, static error =>
        {
            Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
            Assert.Contains("not a model", error.Message, StringComparison.Ordinal);
        });
        Assert.Equal(5, errors.Distinct().Count());
    }

    [Fact]
    public async Task LoadAsync_FailureRemembered_TriedAnywayAndToldAsItIs()
    {
        await using var host = new MeshHost(models: 1);
        Fail(host);
        await AssertFailsAsync(host, TimeSpan.FromSeconds(10));
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.Registry.LoadAsync("m0", Token));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        host.World.OnLoad = static (_, _) => Task.CompletedTask;
        await host.Registry.LoadAsync("m0", Token);
        await host.InferAsync("m0");
    }

    [Fact]
    public async Task PinAsync_LoadTakesTooLong_CancelledAndRemembered()
    {
        await using var host = new MeshHost(models: 1, static options => options.LoadTimeout = TimeSpan.FromSeconds(3));
        host.World.OnLoad = static (_, token) => Task.Delay(Timeout.Infinite, token);
        var pin = host.PinAsync("m0", Token);
        await host.World.BeganAsync("m0");
        host.Time.Advance(TimeSpan.FromSeconds(3));
        var error = await Assert.ThrowsAsync<InferenceException>(() => pin);
        Assert.Contains("longer than 3 s", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, host.Mesh.UsedBytes);
    }

    [Fact]
    public async Task PinAsync_OddException_TextOfItsOwnForClients()
    {
        await using var host = new MeshHost(models: 1);
        host.World.OnLoad = static (_, _) => throw new InvalidOperationException("/secret/path");
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.PinAsync("m0", Token));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
    }

    private static void Fail(MeshHost host) =>
        host.World.OnLoad = static (_, _) => throw InferenceException.InvalidArgument("model.bin: not a model");

    private static async Task AssertFailsAsync(MeshHost host, TimeSpan retryAfter)
    {
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.PinAsync("m0", Token));
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.Contains("not a model", error.Message, StringComparison.Ordinal);
        Assert.Equal(retryAfter, error.RetryAfter);
    }
}
