using System.Net;
using KServe.Load.Hosting;
using KServe.LoadTest.Client;
using KServe.LoadTest.Scenarios;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace KServe.LoadTest.Tests.Client;

/// <summary>A web server that sends bodies back, with gRPC's trailer over HTTP/2.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _requests;

    private EchoServer(WebApplication app) => _app = app;

    public long Requests => Interlocked.Read(ref _requests);

    public static async Task<EchoServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        var server = new EchoServer(app);
        app.MapPost("/echo", server.AnswerAsync);
        app.MapPost("/refuse", static () => Results.StatusCode(StatusCodes.Status429TooManyRequests));
        await app.StartAsync();
        return server;
    }

    public LoadTarget Target(bool isGrpc, int length, int connections, string path = "/echo")
    {
        var body = new byte[length];
        new Random(5).NextBytes(body);
        var urls = _app.Urls.Select(static url => new Uri(url)).ToArray();
        var request = new LoadRequest
        {
            Protocol = isGrpc ? WireProtocol.Grpc : WireProtocol.Http1,
            Path = path,
            ContentType = "application/octet-stream",
            Body = body,
            FindError = answer => answer.Span.SequenceEqual(body) ? null : "another body",
        };
        return new LoadTarget(new ServerAddresses(urls[0], urls[1]), request, connections, Streams: 4);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Interlocked.Increment(ref _requests);
        if (context.Request.Protocol == HttpProtocol.Http2)
        {
            context.Response.AppendTrailer("grpc-status", "0");
        }
        else
        {
            context.Response.ContentLength = body.Length;
        }

        body.Position = 0;
        await body.CopyToAsync(context.Response.Body);
    }
}
