using KServe.Load.Hosting;
using KServe.MicroBenchmarks.Payloads;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.MicroBenchmarks.Pipeline;

/// <summary>Loads one model the way a host does.</summary>
internal sealed class ModelHost : IAsyncDisposable
{
    private readonly IAsyncDisposable _owner;

    private ModelHost(IAsyncDisposable owner, IServiceProvider services)
    {
        _owner = owner;
        Services = services;
        Registry = services.GetRequiredService<ModelRegistry>();
    }

    /// <summary>Gets the services of the host.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Gets where revisions are pinned.</summary>
    public ModelRegistry Registry { get; }

    /// <summary>Loads the model in a bare collection of services: nothing listens to the meters.</summary>
    public static async Task<ModelHost> CreateUnobservedAsync(Action<IKServeBuilder> add)
    {
        var services = new ServiceCollection().AddLogging();
        add(services.AddKServeCore());
        var provider = services.BuildServiceProvider();
        var host = new ModelHost(provider, provider);
        await host.Registry.LoadAsync(Payload.Model);
        return host;
    }

    /// <summary>Loads the model in a whole server, whose metrics listen to every measurement.</summary>
    public static async Task<ModelHost> CreateServedAsync(Action<IKServeBuilder> add)
    {
        var server = await LoopbackServer.StartAsync(
            new LoopbackServerOptions { Models = add, WaitFor = [Payload.Model] },
            CancellationToken.None);
        return new ModelHost(server, server.Services);
    }

    /// <summary>Gets the revision that requests would pin.</summary>
    public ModelRevision GetRevision()
    {
        using var lease = Registry.Pin(Payload.Model);
        return lease.Revision;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _owner.DisposeAsync();
}
