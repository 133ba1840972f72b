using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore.Tests.Graphs;

/// <summary>A service elsewhere: a server of its own that answers as the test says.</summary>
internal sealed class RemoteService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RemoteService(WebApplication app, ConcurrentQueue<RemoteRequest> requests)
    {
        _app = app;
        Requests = requests;
        Url = new Uri(new Uri(app.Urls.First()), "/v1/models/x:predict");
    }

    public Uri Url { get; }

    public ConcurrentQueue<RemoteRequest> Requests { get; }

    public static Task<RemoteService> StartAsync(int status, string body, string contentType = "application/json") =>
        StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            return context.Response.WriteAsync(body, context.RequestAborted);
        });

    public static async Task<RemoteService> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        ConcurrentQueue<RemoteRequest> requests = [];
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            requests.Enqueue(new RemoteRequest(
                body,
                context.Request.Headers.ToDictionary(
                    static header => header.Key,
                    static header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase)));
            await answer(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RemoteService(app, requests);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
