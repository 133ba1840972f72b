using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.OpenAi;
using KServe.Runtime.Generative;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.Conformance.Tests.Torture.Generation;

/// <summary>A host whose chat model fails when it is told to.</summary>
public sealed class FailingServer : IAsyncLifetime
{
    private WebApplication? _app;

    public Uri Address => new(_app!.Urls.First());

    internal FailingModel Model { get; } = new();

    internal RestClient Rest { get; private set; } = null!;

    /// <summary>Gets what the neighbour says when it is alone.</summary>
    internal string NeighbourText { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddKServe().AddLanguageModel(
            "chat",
            LanguageModelServer.Fixture("tiny-chat"),
            options =>
            {
                options.Threads = 2;
                options.Decorate = Model.Decorate;
            });
        _app = builder.Build();
        _app.MapKServe();
        await _app.StartAsync();
        Rest = new RestClient(Address);
        await WaitUntilReadyAsync(CancellationToken.None);
        NeighbourText = await ChatStream.ReadNeighbourAsync(Address, CancellationToken.None);
    }

    /// <summary>Waits until the host says that it is ready.</summary>
    internal async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while ((await Rest.GetAsync("/v2/health/ready", limit.Token)).Status != 200)
        {
            await Task.Yield();
        }
    }

    /// <summary>Reads a gauge of the engine.</summary>
    internal async Task<double> ReadAsync(string gauge, CancellationToken cancellationToken)
    {
        var text = (await Rest.GetAsync("/metrics", cancellationToken)).Text;
        var line = text.Split('\n').Single(line => line.StartsWith($"vllm:{gauge}{{", StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Model.Dispose();
        Rest?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }
}
