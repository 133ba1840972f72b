using System.ClientModel;
using KServe.Runtime.Remote;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenAI;

namespace KServe.Conformance.Tests.OpenAi;

/// <summary>A host whose models are those of another host, by OpenAI's protocol.</summary>
public sealed class RemoteModelServer(LanguageModelServer back) : IAsyncLifetime
{
    private WebApplication? _app;

    public LanguageModelServer Back => back;

    public OpenAIClient Client => new(
        new ApiKeyCredential("unused"),
        new OpenAIClientOptions
        {
            Endpoint = new Uri(new Uri(_app!.Urls.First()), "/v1"),
            RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(maxRetries: 0),
        });

    public async ValueTask InitializeAsync()
    {
        var address = $"openai+http://{Back.Address.Authority}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddKServe()
            .AddRemoteModel("far-chat", address, static remote => remote.ModelName = "chat")
            .AddRemoteModel("far-embed", address, static remote =>
            {
                remote.ModelName = "embed";
                remote.OpenAi.Task = RemoteTextTask.Embedding;
            });
        _app = builder.Build();
        _app.MapKServe();
        await _app.StartAsync();
        var health = _app.Services.GetRequiredService<ServerHealth>();
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
