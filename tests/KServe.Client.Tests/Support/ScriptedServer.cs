using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KServe.Client.Tests;

/// <summary>A server whose every answer the test writes.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _calls;

    private ScriptedServer(WebApplication app)
    {
        _app = app;
    }

    public Uri Address => new(_app.Urls.First());

    /// <summary>Gets the number of requests so far.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public static async Task<ScriptedServer> StartAsync(RequestDelegate answer, bool isGrpc = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (isGrpc)
        {
            Servers.UseHttp2(builder);
        }

        var app = builder.Build();
        var server = new ScriptedServer(app);
        app.Run(context =>
        {
            Interlocked.Increment(ref server._calls);
            return answer(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Answers in the frame of gRPC.</summary>
    public static Task<ScriptedServer> StartGrpcAsync(Func<HttpContext, Task> answer) =>
        StartAsync(
            async context =>
            {
                context.Response.ContentType = "application/grpc";
                await answer(context);
            },
            isGrpc: true);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
