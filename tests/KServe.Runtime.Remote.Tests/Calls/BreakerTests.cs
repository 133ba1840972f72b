using KServe.Client.Tests;
using KServe.Core.Tests.Fakes;

namespace KServe.Runtime.Remote.Tests;

public sealed class BreakerTests
{
    private const string Failed = "Internal: Model with name local failed at its remote server.";
    private const string LeftAlone =
        "Unavailable: Model with name local is not available: its remote server cannot be reached.";

    [Fact]
    public async Task PredictAsync_ManyFaults_OpensAndClosesAgain()
    {
        var fails = true;
        var count = 0;
        var time = new ManualTimeProvider();
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            count += Answers.IsInference(context) ? 1 : 0;
            return fails ? Answers.StatusAsync(context, 500) : Answers.GoodAsync(context);
        });
        await using var remote = await Remote.LoadAsync(
            $"http://{server.Address.Authority}", static options => options.Breaker.MinimumCalls = 4, time);

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(Failed, await remote.AskAsync());
        }

        Assert.Equal(LeftAlone, await remote.AskAsync());
        Assert.Equal(4, count);

        // One call tries whether the server is back; it is not.
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(Failed, await remote.AskAsync());
        Assert.Equal(LeftAlone, await remote.AskAsync());
        Assert.Equal(5, count);

        fails = false;
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("ok", await remote.AskAsync());
        Assert.Equal("ok", await remote.AskAsync());
        Assert.Equal(7, count);
        Assert.Contains(remote.Logs.Lines, static line => line.Id.Id == 7101);
        Assert.Contains(remote.Logs.Lines, static line => line.Id.Id == 7102);
    }

    [Fact]
    public async Task PredictAsync_RequestsAtFault_NeverOpen()
    {
        await using var server = await ScriptedServer.StartAsync(
            static context => Answers.StatusAsync(context, 400, body: """{"error":"bad"}"""));
        await using var remote = await Remote.LoadAsync(
            $"http://{server.Address.Authority}", static options => options.Breaker.MinimumCalls = 2);

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("InvalidArgument: bad", await remote.AskAsync());
        }
    }

    [Fact]
    public async Task PredictAsync_OneEndpointOpen_OthersAnswer()
    {
        var count = 0;
        await using var bad = await ScriptedServer.StartAsync(context =>
        {
            count += Answers.IsInference(context) ? 1 : 0;
            return Answers.StatusAsync(context, 500);
        });
        await using var good = await ScriptedServer.StartAsync(Answers.GoodAsync);
        await using var remote = await Remote.LoadAsync(
            $"http://{bad.Address.Authority}",
            options =>
            {
                options.Endpoints.Add($"http://{good.Address.Authority}");
                options.Breaker.MinimumCalls = 2;
            },
            new ManualTimeProvider());

        List<string> answers = [];
        for (var i = 0; i < 20; i++)
        {
            answers.Add(await remote.AskAsync());
        }

        Assert.Equal(2, count);
        Assert.Equal(18, answers.Count(static answer => answer == "ok"));
    }
}
