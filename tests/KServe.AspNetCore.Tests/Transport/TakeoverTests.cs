using System.Text;
using KServe.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KServe.AspNetCore.Tests.Transport;

public sealed class TakeoverTests
{
    private const string Elsewhere = "elsewhere";
    private const int TooManyBlocked = 2204;

    [Fact]
    public async Task Handler_BlocksOnRequestToItsOwnLoop_IsAnswered()
    {
        Uri? inner = null;
        using var innerClient = new HttpClient();
        await using var server = await TransportServer.StartAsync(app =>
        {
            app.MapGet("/inner", static context => AnswerAsync(context, "inner"));
            app.MapGet("/outer", async context =>
            {
                if (!IsOnLoop)
                {
                    await AnswerAsync(context, Elsewhere);
                    return;
                }

                using var request = new HttpRequestMessage(HttpMethod.Get, inner);
                using var response = innerClient.Send(request, TestContext.Current.CancellationToken);
                await AnswerAsync(context, $"outer {(int)response.StatusCode}");
            });
        });
        inner = new Uri(server.Address, "/inner");
        using var client = await RawClient.ConnectAsync(server);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("outer 200", await client.RepeatUntilAsync("/outer", static answer => answer != Elsewhere));
        }
    }

    [Fact]
    public async Task Handlers_BlockOnEachOther_OthersAreServed()
    {
        const int Count = 5;
        using var gate = new ManualResetEventSlim();
        using var entered = new CountdownEvent(Count);
        await using var server = await TransportServer.StartAsync(app =>
        {
            MapName(app);
            MapBlock(app, gate, entered);
        });
        var blocked = Enumerable.Range(0, Count).Select(async _ =>
        {
            using var client = await RawClient.ConnectAsync(server);
            return await client.RepeatUntilAsync("/block", static answer => answer != Elsewhere);
        }).ToArray();
        using var other = await RawClient.ConnectAsync(server);
        while (!entered.IsSet)
        {
            await other.GetAsync("/name");
        }

        Assert.Equal(
            TransportServer.ThreadName,
            await other.RepeatUntilAsync("/name", static name => name == TransportServer.ThreadName));
        gate.Set();
        Assert.All(await Task.WhenAll(blocked), static answer => Assert.Equal("done", answer));
    }

    [Fact]
    public async Task Handler_BlocksOnItsOwnBody_IsAnswered()
    {
        var reading = new TaskCompletionSource();
        await using var server = await TransportServer.StartAsync(app =>
        {
            MapName(app);
            app.MapPost("/read", async context =>
            {
                context.Features.Get<IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
                var name = Name;
                reading.SetResult();
                using var reader = new StreamReader(context.Request.Body);
                await AnswerAsync(context, $"{name} {reader.ReadToEnd()}");
            });
        });
        using var client = await RawClient.ConnectAsync(server);
        await client.RepeatUntilAsync("/name", static name => name == TransportServer.ThreadName);
        await client.SendAsync("POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab");
        await reading.Task.WaitAsync(TestContext.Current.CancellationToken);
        await client.SendAsync("cd");
        Assert.EndsWith(" abcd", await client.ReadBodyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handlers_BlockTooManyThreads_PoolServesUntilTheyReturn()
    {
        using var gate = new ManualResetEventSlim();
        using var entered = new CountdownEvent(1);
        await using var server = await TransportServer.StartAsync(
            app =>
            {
                MapName(app);
                MapBlock(app, gate, entered);
            },
            static options => options.MaxBlockedThreads = 1);
        using var client = await RawClient.ConnectAsync(server);
        using var other = await RawClient.ConnectAsync(server);
        var blocked = client.RepeatUntilAsync("/block", static answer => answer != Elsewhere);
        while (!server.Logs.Lines.Any(static line => line.Id.Id == TooManyBlocked))
        {
            await other.GetAsync("/name");
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.NotEqual(TransportServer.ThreadName, await other.GetAsync("/name"));
        }

        gate.Set();
        Assert.Equal("done", await blocked);
        await other.RepeatUntilAsync("/name", static name => name == TransportServer.ThreadName);
    }

    [Fact]
    public async Task Handler_AlwaysSlow_IsLeftToThePool()
    {
        await using var server = await TransportServer.StartAsync(
            MapName,
            static options => options.SlowAfter = TimeSpan.FromTicks(1));
        using var client = await RawClient.ConnectAsync(server);
        for (var i = 0; i < 10; i++)
        {
            await client.GetAsync("/name");
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.NotEqual(TransportServer.ThreadName, await client.GetAsync("/name"));
        }
    }

    [Fact]
    public async Task SlowAfterZero_EveryRequest_IsLeftToThePool()
    {
        await using var server = await TransportServer.StartAsync(
            MapName,
            static options => options.SlowAfter = TimeSpan.Zero);
        using var client = await RawClient.ConnectAsync(server);
        for (var i = 0; i < 20; i++)
        {
            Assert.NotEqual(TransportServer.ThreadName, await client.GetAsync("/name"));
        }
    }

    [Fact]
    public async Task Handler_LeavesAsyncLocal_NextRequestSeesNone()
    {
        var local = new AsyncLocal<string?>();
        await using var server = await TransportServer.StartAsync(app => app.MapGet("/", context =>
        {
            var found = local.Value ?? "none";
            local.Value = "left";
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            return AnswerAsync(context, found);
        }));
        using var client = await RawClient.ConnectAsync(server);
        using var other = await RawClient.ConnectAsync(server);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("none", await client.GetAsync("/"));
            Assert.Equal("none", await other.GetAsync("/"));
        }
    }

    [Fact]
    public async Task Stop_HandlerBlocksForGood_Ends()
    {
        using var gate = new ManualResetEventSlim();
        using var entered = new CountdownEvent(1);
        await using var server = await TransportServer.StartAsync(
            app => MapBlock(app, gate, entered),
            host: static builder => builder.Services.Configure<HostOptions>(static options =>
                options.ShutdownTimeout = TimeSpan.FromMilliseconds(100)));
        using var client = await RawClient.ConnectAsync(server);
        server.ExpectsErrors = true;
        var blocked = client.RepeatUntilAsync("/block", static answer => answer != Elsewhere);
        var token = TestContext.Current.CancellationToken;
        await Task.Run(() => entered.Wait(token), token);
        try
        {
            await server.StopAsync();
        }
        catch (OperationCanceledException)
        {
            // The host's time to stop was over.
        }

        await Assert.ThrowsAnyAsync<IOException>(() => blocked);
        gate.Set();
    }

    private static bool IsOnLoop => Name == TransportServer.ThreadName;

    private static string Name => Thread.CurrentThread.Name ?? Elsewhere;

    private static void MapName(WebApplication app) =>
        app.MapGet("/name", static context => AnswerAsync(context, Name));

    private static void MapBlock(WebApplication app, ManualResetEventSlim gate, CountdownEvent entered) =>
        app.MapGet("/block", context =>
        {
            if (!IsOnLoop)
            {
                return AnswerAsync(context, Elsewhere);
            }

            entered.Signal();
            gate.Wait(CancellationToken.None);
            return AnswerAsync(context, "done");
        });

    private static Task AnswerAsync(HttpContext context, string text)
    {
        var body = Encoding.ASCII.GetBytes(text);
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }
}
