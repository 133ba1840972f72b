using System.Globalization;
using KServe.Client.Tests;
using KServe.Core.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace KServe.Runtime.Remote.Tests;

public sealed class RetryTests
{
    private const string NotReady = "Unavailable: Model with name local is not ready at its remote server.";

    [Theory]
    [InlineData(503, "0", "ok", 2)]
    [InlineData(503, null, NotReady, 1)]
    [InlineData(503, "3600", NotReady, 1)]
    [InlineData(500, "0", "Internal: Model with name local failed at its remote server.", 1)]
    [InlineData(429, "0", "Unavailable: Model with name local is overloaded at its remote server.", 1)]
    [InlineData(
        404, null, "Unavailable: Model with name local is not available: its remote server does not know it.", 1)]
    [InlineData(401, null, "Internal: Model with name local failed at its remote server.", 1)]
    [InlineData(400, null, "InvalidArgument: at /srv", 1)]
    public async Task PredictAsync_StatusOnce_IsTriedAgainOnlyWhenSafe(
        int status, string? retryAfter, string expected, int calls)
    {
        var count = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
            !Answers.IsInference(context) ? Answers.StatusAsync(context, 404)
            : Interlocked.Increment(ref count) == 1
                ? Answers.StatusAsync(context, status, retryAfter, """{"error":"at /srv"}""")
            : Answers.GoodAsync(context));
        await using var remote = await Remote.LoadAsync($"http://{server.Address.Authority}");

        Assert.Equal(expected, await remote.AskAsync());
        Assert.Equal(calls, count);
    }

    [Fact]
    public async Task PredictAsync_AlwaysRefused_StopsAtTheNumberOfRetries()
    {
        var count = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            count += Answers.IsInference(context) ? 1 : 0;
            return Answers.StatusAsync(context, 503, "0");
        });
        await using var remote = await Remote.LoadAsync(
            $"http://{server.Address.Authority}", static options => options.Retry.MaxRetries = 3);

        Assert.Equal(NotReady, await remote.AskAsync());
        Assert.Equal(4, count);
    }

    [Fact]
    public async Task PredictAsync_ManyRefused_KeepsToTheBudget()
    {
        var count = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            count += Answers.IsInference(context) ? 1 : 0;
            return Answers.StatusAsync(context, 503, "0");
        });
        await using var remote = await Remote.LoadAsync($"http://{server.Address.Authority}", static options =>
        {
            options.Breaker.IsEnabled = false;
            options.Retry.MaxRetries = 10;
            options.Retry.Budget = 0.1;
        });

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(NotReady, await remote.AskAsync());
        }

        // The reserve of ten, and a tenth of the fifty requests.
        Assert.InRange(count, 50 + 10, 50 + 15);
    }

    [Theory]
    [InlineData(14, "ok", 2)]
    [InlineData(13, "Internal: Model with name local failed at its remote server.", 1)]
    [InlineData(8, "Unavailable: Model with name local is overloaded at its remote server.", 1)]
    public async Task PredictAsync_GrpcStatusOnce_IsTriedAgainOnlyWhenUnavailable(
        int status, string expected, int calls)
    {
        var count = 0;
        await using var server = await ScriptedServer.StartGrpcAsync(async context =>
        {
            if (!Answers.IsInference(context))
            {
                await Answers.GrpcStatusAsync(context, 5);
            }
            else if (Interlocked.Increment(ref count) == 1)
            {
                await Answers.GrpcStatusAsync(context, status);
            }
            else
            {
                await Answers.GrpcMessageAsync(context);
                context.Response.AppendTrailer("grpc-status", "0");
            }
        });
        await using var remote = await Remote.LoadAsync($"grpc://{server.Address.Authority}");

        Assert.Equal(expected, await remote.AskAsync());
        Assert.Equal(calls, count);
    }

    [Fact]
    public async Task PredictAsync_ResetAfterTheRequest_IsNotTriedAgain()
    {
        await using var broken = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", resets: true);
        var count = 0;
        await using var good = await ScriptedServer.StartAsync(context =>
        {
            count += Answers.IsInference(context) ? 1 : 0;
            return Answers.GoodAsync(context);
        });
        await using var remote = await Remote.LoadAsync(
            $"http://{broken.Address.Authority}", options => options.Endpoints.Add($"http://{good.Address.Authority}"));

        var answers = new[] { await remote.AskAsync(), await remote.AskAsync() };

        Assert.Equal(
            ["Unavailable: Model with name local is not available: its remote server cannot be reached.", "ok"],
            answers.Order(StringComparer.Ordinal));
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task PredictAsync_RefusedConnection_GoesToTheNextEndpoint()
    {
        await using var good = await ScriptedServer.StartAsync(Answers.GoodAsync);
        await using var remote = await Remote.LoadAsync(
            $"http://{RawServer.FindClosed().Authority}",
            options => options.Endpoints.Add($"http://{good.Address.Authority}"));

        for (var i = 0; i < 6; i++)
        {
            Assert.Equal("ok", await remote.AskAsync());
        }
    }

    [Fact]
    public async Task PredictAsync_SeveralEndpoints_TakeTurns()
    {
        var counts = new int[2];
        await using var first = await ScriptedServer.StartAsync(context => CountAsync(context, counts, 0));
        await using var second = await ScriptedServer.StartAsync(context => CountAsync(context, counts, 1));
        await using var remote = await Remote.LoadAsync(
            $"http://{first.Address.Authority}",
            options => options.Endpoints.Add($"http://{second.Address.Authority}"));

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("ok", await remote.AskAsync());
        }

        Assert.Equal([5, 5], counts);
    }

    [Theory]
    [InlineData("text/html", "<html>secret.internal</html>")]
    [InlineData("application/json", "{\"outputs\":3}")]
    public async Task PredictAsync_WrongAnswer_TellsNothingOfIt(string contentType, string body)
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.ContentType = contentType;
            return Answers.StatusAsync(context, 200, body: body);
        });
        await using var remote = await Remote.LoadAsync($"http://{server.Address.Authority}");

        Assert.Equal("Internal: Model with name local failed at its remote server.", await remote.AskAsync());
        var port = server.Address.Port.ToString(CultureInfo.InvariantCulture);
        Assert.Contains(
            remote.Logs.Lines, line => line.Id.Id == 7100 && line.Text.Contains(port, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PredictAsync_SlowServer_IsLateAndNotTriedAgain()
    {
        var time = new ManualTimeProvider();
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            if (!Answers.IsInference(context))
            {
                return Answers.StatusAsync(context, 404);
            }

            time.Advance(TimeSpan.FromSeconds(2));
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var remote = await Remote.LoadAsync(
            $"http://{server.Address.Authority}",
            static options => options.AttemptTimeout = TimeSpan.FromSeconds(1),
            time);

        Assert.Equal(
            "DeadlineExceeded: Model with name local: its remote server did not answer in time.",
            await remote.AskAsync());
        Assert.Equal(2, server.Calls);
    }

    private static Task CountAsync(HttpContext context, int[] counts, int index)
    {
        counts[index] += Answers.IsInference(context) ? 1 : 0;
        return Answers.GoodAsync(context);
    }
}
