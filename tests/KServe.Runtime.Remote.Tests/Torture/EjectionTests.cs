using System.Net;
using KServe.Client.Tests;
using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Runtime.Remote.Tests.Torture;

/// <summary>Rows G-01 to G-04 of the torture list, and the clock of D-08: servers behind this one that fail.</summary>
public sealed class EjectionTests
{
    private const string Body = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task G01AndD08_FiveFaultsOfOneInThree_IsLeftAloneForItsTimeWhateverTheClockSays(int hours)
    {
        var fails = true;
        var count = 0;
        var clock = new ManualTimeProvider();
        var time = new JumpingTime(clock);
        await using var bad = await ScriptedServer.StartAsync(context =>
        {
            count += Answers.IsInference(context) ? 1 : 0;
            return fails ? Answers.StatusAsync(context, 500) : Answers.GoodAsync(context);
        });
        await using var second = await ScriptedServer.StartAsync(Answers.GoodAsync);
        await using var third = await ScriptedServer.StartAsync(Answers.GoodAsync);
        await using var remote = await Remote.LoadAsync(
            $"http://{bad.Address.Authority}",
            options =>
            {
                options.Endpoints.Add($"http://{second.Address.Authority}");
                options.Endpoints.Add($"http://{third.Address.Authority}");
                options.Breaker.MinimumCalls = 5;
                options.Breaker.BreakDuration = TimeSpan.FromSeconds(30);
            },
            time);
        Assert.Equal(5, await FailAsync(remote, requests: 15));

        time.Error = TimeSpan.FromHours(hours);
        Assert.Equal(0, await FailAsync(remote, requests: 30));
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, await FailAsync(remote, requests: 30));
        Assert.Equal(5, count);

        fails = false;
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, await FailAsync(remote, requests: 30));
        Assert.Equal(15, count);
    }

    [Fact]
    public async Task G02_AllBackendsBad_Is503AtOnceAndNobodyIsAsked()
    {
        var count = 0;
        await using var bad = await ScriptedServer.StartAsync(context =>
        {
            if (!Answers.IsInference(context))
            {
                return Answers.StatusAsync(context, 200);
            }

            count++;
            return Answers.StatusAsync(context, 500);
        });
        await using var front = await Servers.StartAsync(builder => builder.AddRemoteModel(
            "front", $"http://{bad.Address.Authority}", static options => options.Breaker.MinimumCalls = 4));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.InternalServerError, (await AskAsync(front)).StatusCode);
        }

        using var refused = await AskAsync(front);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(4, count);
    }

    [Fact]
    public async Task G01_FourBackendsBad_HalfAreLeftAloneAndTheOthersCarryTheirOwnLoad()
    {
        const int Calls = 40;
        var fails = true;
        var counts = new int[4];
        var clock = new ManualTimeProvider();
        List<ScriptedServer> backends = [];
        for (var i = 0; i < counts.Length; i++)
        {
            var index = i;
            backends.Add(await ScriptedServer.StartAsync(context =>
            {
                counts[index] += Answers.IsInference(context) ? 1 : 0;
                return fails ? Answers.StatusAsync(context, 500) : Answers.GoodAsync(context);
            }));
        }

        await using (var remote = await Remote.LoadAsync(
            $"http://{backends[0].Address.Authority}",
            options =>
            {
                backends[1..].ForEach(backend => options.Endpoints.Add($"http://{backend.Address.Authority}"));
                options.Breaker.MinimumCalls = 2;
            },
            clock))
        {
            Assert.Equal(Calls, await FailAsync(remote, Calls));

            // One call for each request, and two that are left alone after the calls that told so.
            Assert.Equal(Calls, counts.Sum());
            Assert.Equal([2, 2], counts.Order().Take(2));

            fails = false;
            clock.Advance(TimeSpan.FromSeconds(11));
            Array.Clear(counts);
            Assert.Equal(0, await FailAsync(remote, Calls));
            Assert.All(counts, static count => Assert.Equal(Calls / 4, count));
        }

        foreach (var backend in backends)
        {
            await backend.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task G03_HangsBeforeOrAfterTheHead_Is504(bool sendsHead)
    {
        var count = 0;
        await using var back = await ScriptedServer.StartAsync(async context =>
        {
            if (!Answers.IsInference(context))
            {
                await Answers.StatusAsync(context, 200);
                return;
            }

            Interlocked.Increment(ref count);
            if (sendsHead)
            {
                await context.Response.StartAsync(context.RequestAborted);
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var front = await Servers.StartAsync(builder => builder.AddRemoteModel(
            "front",
            $"http://{back.Address.Authority}",
            static options => options.AttemptTimeout = TimeSpan.FromMilliseconds(50)));
        using var late = await AskAsync(front);
        Assert.Equal(HttpStatusCode.GatewayTimeout, late.StatusCode);
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task G04_HalfOfAllFail_RetriesStayWithinAFifth()
    {
        const int Requests = 200;
        var count = 0;
        await using var back = await ScriptedServer.StartAsync(context =>
            !Answers.IsInference(context) ? Answers.StatusAsync(context, 404)
            : Interlocked.Increment(ref count) % 2 == 0 ? Answers.StatusAsync(context, 503, "0")
            : Answers.GoodAsync(context));
        await using var remote = await Remote.LoadAsync($"http://{back.Address.Authority}", static options =>
        {
            options.Breaker.IsEnabled = false;
            options.Retry.MaxRetries = 10;
        });
        await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => remote.AskAsync()));

        // A fifth of the requests, beside the reserve of ten.
        Assert.InRange(count, Requests + 1, Requests + (Requests / 5) + 10);
    }

    private static async Task<int> FailAsync(Remote remote, int requests)
    {
        var failed = 0;
        for (var i = 0; i < requests; i++)
        {
            failed += await remote.AskAsync() == "ok" ? 0 : 1;
        }

        return failed;
    }

    private static Task<HttpResponseMessage> AskAsync(AspNetCore.Tests.KServeServer server) => server.PostAsync(
        "/v2/models/front/infer", new StringContent(Body, System.Text.Encoding.UTF8, "application/json"));
}
