using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KServe.AspNetCore.Tests.Transport;

public sealed class TrafficTests
{
    private const int LargeSize = 8 << 20;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task KeepAlive_ManyConnections_AnswersEach(int loops)
    {
        await using var server = await TransportServer.StartAsync(MapNumbers, options => options.LoopCount = loops);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async connection =>
        {
            using var client = await RawClient.ConnectAsync(server);
            for (var i = 0; i < 100; i++)
            {
                Assert.Equal($"{connection}-{i}", await client.GetAsync($"/numbers/{connection}-{i}"));
            }
        }));
    }

    [Fact]
    public async Task Pipelined_ManyRequests_AnswersInOrder()
    {
        await using var server = await TransportServer.StartAsync(MapNumbers);
        using var client = await RawClient.ConnectAsync(server);
        var requests = string.Concat(Enumerable.Range(0, 2000).Select(static i => RawClient.Get($"/numbers/{i}")));
        var sending = client.SendAsync(requests);
        for (var i = 0; i < 2000; i++)
        {
            Assert.Equal($"{i}", await client.ReadBodyAsync());
        }

        await sending;
    }

    [Fact]
    public async Task Request_ByteByByte_IsAnswered()
    {
        await using var server = await TransportServer.StartAsync(MapNumbers);
        using var client = await RawClient.ConnectAsync(server);
        foreach (var one in Encoding.ASCII.GetBytes(RawClient.Get("/numbers/7")))
        {
            await client.SendAsync(new[] { one });
        }

        Assert.Equal("7", await client.ReadBodyAsync());
    }

    [Fact]
    public async Task Echo_LargeBodyBothWays_ComesBack()
    {
        await using var server = await TransportServer.StartAsync(static app => app.MapPost("/echo", EchoAsync));
        var body = CreateBody();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var client = await RawClient.ConnectAsync(server);
            await client.SendAsync($"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n");
            var sending = client.SendAsync(body);
            Assert.Equal(body, await client.ReadBytesAsync());
            await sending;
        }));
    }

    [Fact]
    public async Task Response_ClientReadsLate_PausesTheWriter()
    {
        var body = CreateBody();
        var paused = new TaskCompletionSource();
        await using var server = await TransportServer.StartAsync(app => app.MapGet("/", async context =>
        {
            context.Response.ContentLength = body.Length;
            for (var sent = 0; sent < body.Length; sent += 1 << 16)
            {
                body.AsSpan(sent, 1 << 16).CopyTo(context.Response.BodyWriter.GetSpan(1 << 16));
                context.Response.BodyWriter.Advance(1 << 16);
                var flush = context.Response.BodyWriter.FlushAsync();
                if (!flush.IsCompleted)
                {
                    paused.TrySetResult();
                }

                await flush;
            }
        }));
        using var client = await RawClient.ConnectAsync(server);
        client.Socket.ReceiveBufferSize = 1 << 16;
        await client.SendAsync(RawClient.Get("/"));
        await paused.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(body, await client.ReadBytesAsync());
    }

    [Fact]
    public async Task Request_HandlerReadsLate_PausesTheClient()
    {
        const int Size = 64 << 20;
        var entered = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        await using var server = await TransportServer.StartAsync(app =>
        {
            MapNumbers(app);
            app.MapPost("/", async context =>
            {
                entered.SetResult();
                await open.Task;
                await CountAsync(context);
            });
        });
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {Size}\r\n\r\n");
        var sending = client.SendAsync(new byte[Size]);
        await entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "1"), await server.GetAsync("/numbers/1"));
        Assert.False(sending.IsCompleted);
        open.SetResult();
        await sending;
        Assert.Equal($"{Size}", await client.ReadBodyAsync());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("*")]
    public async Task Address_OfEachKind_IsServed(string host)
    {
        await using var server = await TransportServer.StartAsync(
            MapNumbers,
            host: builder => builder.WebHost.UseUrls($"http://{host}:0"));
        foreach (var address in host == "*" ? ["127.0.0.1", "[::1]"] : new[] { host })
        {
            var uri = new Uri($"http://{address}:{server.Address.Port}/numbers/5");
            Assert.Equal("5", await server.Client.GetStringAsync(uri, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Connection_InHandler_IsDescribed()
    {
        await using var server = await TransportServer.StartAsync(static app => app.MapGet("/", static context =>
            context.Response.WriteAsJsonAsync(new[]
            {
                context.Connection.Id,
                $"{context.Connection.LocalIpAddress}:{context.Connection.LocalPort}",
                $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}",
            })));
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync("GET / HTTP/1.0\r\n\r\n");
        var answer = await RawHttp.ReadToEndAsync(client.Socket);
        var addresses = $"\"127.0.0.1:{server.Address.Port}\",\"{client.Socket.LocalEndPoint}\"";
        Assert.Contains(addresses, answer, StringComparison.Ordinal);
    }

    private static void MapNumbers(WebApplication app) => app.MapGet("/numbers/{number}", static context =>
    {
        var body = Encoding.ASCII.GetBytes((string)context.Request.RouteValues["number"]!);
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    });

    private static byte[] CreateBody()
    {
        var body = new byte[LargeSize];
        new Random(3).NextBytes(body);
        return body;
    }

    private static async Task EchoAsync(HttpContext context)
    {
        context.Response.ContentLength = context.Request.ContentLength;
        await context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static async Task CountAsync(HttpContext context)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        var buffer = new byte[1 << 16];
        var total = 0;
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer)) > 0)
        {
            total += count;
        }

        var body = Encoding.ASCII.GetBytes($"{total}");
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }
}
