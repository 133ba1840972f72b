using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore.Tests.Transport;

public sealed class LeavingTests
{
    private const string Head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n";

    [Theory]
    [InlineData("")]
    [InlineData("GET / HT")]
    [InlineData(Head)]
    [InlineData(Head + "some of the body")]
    [InlineData("GET /large HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task Reset_InEachPhase_LeavesTheServerWell(string sent)
    {
        await using var server = await TransportServer.StartAsync(Map);
        for (var i = 0; i < 20; i++)
        {
            var client = await RawClient.ConnectAsync(server);
            await client.SendAsync(sent);
            client.Reset();
        }

        Assert.Equal("here", (await server.GetAsync("/")).Body);
    }

    [Fact]
    public async Task Reset_WhileHandlerWaits_AbortsTheRequest()
    {
        var entered = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        await using var server = await TransportServer.StartAsync(app => app.MapGet("/", async context =>
        {
            await using var registration = context.RequestAborted.Register(aborted.SetResult);
            entered.SetResult();
            await aborted.Task;
        }));
        var client = await RawClient.ConnectAsync(server);
        await client.SendAsync(RawClient.Get("/"));
        await entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        client.Reset();
        await aborted.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Reset_WhileResponseWaitsForTheSocket_EndsTheHandler()
    {
        var paused = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var server = await TransportServer.StartAsync(app => app.MapGet("/", async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                var write = context.Response.Body.WriteAsync(new byte[1 << 16], CancellationToken.None);
                if (!write.IsCompleted)
                {
                    paused.TrySetResult();
                }

                await write;
            }

            ended.SetResult();
        }));
        var client = await RawClient.ConnectAsync(server);
        await client.SendAsync(RawClient.Get("/"));
        await paused.Task.WaitAsync(TestContext.Current.CancellationToken);
        client.Reset();
        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HalfClose_WhileHandlerWaits_AbortsTheRequestAsKestrelsOwnDoes(bool isOwn)
    {
        var entered = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        await using var server = await StartAsync(isOwn, app => app.MapGet("/", async context =>
        {
            await using var registration = context.RequestAborted.Register(aborted.SetResult);
            entered.SetResult();
            await aborted.Task;
        }));
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync(RawClient.Get("/"));
        await entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        client.Socket.Shutdown(SocketShutdown.Send);
        await aborted.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await RawHttp.ReadToEndAsync(client.Socket));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HalfClose_WithinTheBody_FailsTheReadAsKestrelsOwnDoes(bool isOwn)
    {
        var entered = new TaskCompletionSource();
        var failure = new TaskCompletionSource<Exception?>();
        await using var server = await StartAsync(isOwn, app => app.MapPost("/", async context =>
        {
            entered.SetResult();
            failure.SetResult(await Record.ExceptionAsync(() => context.Request.Body.CopyToAsync(Stream.Null)));
        }));
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
        await entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        client.Socket.Shutdown(SocketShutdown.Send);
        Assert.IsType<BadHttpRequestException>(
            await failure.Task.WaitAsync(TestContext.Current.CancellationToken), exactMatch: false);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HalfClose_BeforeAnyRequest_ClosesAsKestrelsOwnDoes(bool isOwn)
    {
        await using var server = await StartAsync(isOwn, Map);
        using var client = await RawClient.ConnectAsync(server);
        client.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("", await RawHttp.ReadToEndAsync(client.Socket));
    }

    [Fact]
    public async Task Abort_ByTheHandler_ResetsTheConnection()
    {
        await using var server = await TransportServer.StartAsync(Map);
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync(RawClient.Get("/abort"));
        var error = await Assert.ThrowsAsync<SocketException>(async () =>
            await client.Socket.ReceiveAsync(new byte[10], TestContext.Current.CancellationToken));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/", static () => Results.Text("here"));
        app.MapGet("/abort", static context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        app.MapGet("/large", static context =>
            context.Response.Body.WriteAsync(new byte[4 << 20], context.RequestAborted).AsTask());
        app.MapPost("/echo", static context =>
            context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted));
    }

    private static Task<KServeServer> StartAsync(bool isOwn, Action<WebApplication> app) =>
        isOwn ? TransportServer.StartAsync(app) : KServeServer.StartAsync(static _ => { }, app: app);
}
