using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.Browser.Tests.Hosting;

/// <summary>A host as the sample's, with its page, over a model that says what a test dictates.</summary>
internal sealed class DictatedChat : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DictatedChat()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = Sample.Folder("Chat"),
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddKServe().AddPredictor("chat", _ => Model);
        _app = builder.Build();
        _app.UseStaticFiles();
        _app.MapGet("/", static () => Results.File("index.html", "text/html"));
        _app.MapKServe();
    }

    public DictatedModel Model { get; } = new();

    public Uri Address => new(_app.Urls.First());

    public static async Task<DictatedChat> StartAsync()
    {
        var host = new DictatedChat();
        await host._app.StartAsync();
        await host._app.Services.GetRequiredService<ServerHealth>().Started;
        return host;
    }

    /// <summary>Closes the port, and with it every stream.</summary>
    public Task StopAsync() => _app.StopAsync(new CancellationToken(canceled: true));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
