using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace KServe.PayloadLogging.Tests.Hosting;

/// <summary>Takes events over a socket of the loopback address, or never answers.</summary>
internal sealed class EventReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EventReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<(string Id, string Type, string Body)> Events { get; } = new();

    public TaskCompletionSource FirstCame { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Url => _app.Urls.First();

    public static async Task<EventReceiver> StartAsync(bool answers = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var receiver = new EventReceiver(app);
        app.MapPost("/", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            var headers = context.Request.Headers;
            receiver.Events.Enqueue((headers["ce-id"].ToString(), headers["ce-type"].ToString(), body));
            receiver.FirstCame.TrySetResult();
            if (!answers)
            {
                await receiver._stop.Task.WaitAsync(context.RequestAborted)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
        await app.StartAsync();
        return receiver;
    }

    public async Task WaitForAsync(int count)
    {
        while (Events.Count < count)
        {
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stop.TrySetResult();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
