using System.Net;
using System.Text;
using KServe.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore.Tests;

/// <summary>A whole server on a free loopback port; disposing it checks that nothing leaked and nothing failed.</summary>
internal sealed class KServeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RecordingLogs _logs;

    private KServeServer(WebApplication app, RecordingLogs logs)
    {
        _app = app;
        _logs = logs;
        Address = new Uri(app.Urls.First());
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(100) };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public RecordingLogs Logs => _logs;

    public TensorPool Pool => Services.GetRequiredService<TensorPool>();

    /// <summary>Gets or sets whether the test expects error-level logs.</summary>
    public bool ExpectsErrors { get; set; }

    public static async Task<KServeServer> StartAsync(
        Action<IKServeBuilder> models,
        Action<KServeHttpOptions>? http = null,
        Action<WebApplicationBuilder>? host = null,
        Action<WebApplication>? app = null,
        bool waitReady = true)
    {
        var logs = new RecordingLogs();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        host?.Invoke(builder);
        models(builder.Services.AddKServeCore().AddProtocols(http));
        var application = builder.Build();
        app?.Invoke(application);
        application.MapKServe();
        await application.StartAsync(TestContext.Current.CancellationToken);
        var server = new KServeServer(application, logs);
        if (waitReady)
        {
            await server.WaitReadyAsync();
        }

        return server;
    }

    public async Task WaitReadyAsync()
    {
        var health = Services.GetRequiredService<ServerHealth>();
        while (!await health.IsReadyAsync(TestContext.Current.CancellationToken))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await PostAsync(path, content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<HttpResponseMessage> PostAsync(string path, HttpContent? content) =>
        Client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);

    public Task<string> SendRawAsync(string request) => RawHttp.SendAsync(Address.Port, Encoding.Latin1.GetBytes(request));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        var rented = Pool.RentedCount;
        await _app.DisposeAsync();
        Assert.Equal(0, rented);
        if (!ExpectsErrors)
        {
            Assert.DoesNotContain(_logs.Lines, static line => line.Level >= LogLevel.Error);
        }
    }
}
