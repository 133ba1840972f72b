using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KServe.Core.Tests.Fakes;

/// <summary>A service provider with the core and what a test adds, whose models are loaded one by one.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TestHost(Action<IKServeBuilder> configure, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        var builder = services.AddKServeCore();
        services.AddSingleton<IStorageProvider>(Storage);
        configure(builder);
        _services = services.BuildServiceProvider();
        Registry = _services.GetRequiredService<ModelRegistry>();
    }

    public FakeStorage Storage { get; } = new();

    public ModelRegistry Registry { get; }

    public IServiceProvider Services => _services;

    public static async Task<TestHost> StartAsync(Predictor predictor, Action<ModelBuilder>? configure = null)
    {
        var host = new TestHost(builder => builder.AddPredictor("m", _ => predictor, configure));
        await host.Registry.LoadAsync("m", TestContext.Current.CancellationToken);
        return host;
    }

    public async Task<InferResponse> InferAsync(InferRequest request, CancellationToken cancellationToken = default)
    {
        using var lease = Registry.Pin(request.ModelName, request.ModelVersion);
        return await lease.Revision.InferAsync(request, cancellationToken);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
