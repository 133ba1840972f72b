using System.ClientModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenAI;

namespace KServe.Conformance.Tests.OpenAi;

/// <summary>A host with the trained chat model and an embedding model, as a user writes it.</summary>
public sealed class LanguageModelServer : IAsyncLifetime
{
    private WebApplication? _app;

    /// <summary>Gets how many threads the chat model computes with.</summary>
    public int Threads { get; init; } = 2;

    public Uri Address => new(_app!.Urls.First());

    public IServiceProvider Services => _app!.Services;

    /// <summary>Gets OpenAI's own client, pointed at the host.</summary>
    public OpenAIClient Client => new(
        new ApiKeyCredential("unused"),
        new OpenAIClientOptions
        {
            Endpoint = new Uri(Address, "/v1"),
            RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(maxRetries: 0),
        });

    public static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddKServe()
            .AddLanguageModel("chat", Fixture("tiny-chat"), model => model.Threads = Threads)
            .AddModel("embed", Fixture("embedding"));
        _app = builder.Build();
        _app.MapKServe();
        await _app.StartAsync();
        var health = Services.GetRequiredService<ServerHealth>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await health.IsReadyAsync(limit.Token))
        {
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }
}
