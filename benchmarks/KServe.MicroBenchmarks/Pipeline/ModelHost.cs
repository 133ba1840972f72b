using KServe.Load.Hosting;
using KServe.MicroBenchmarks.Payloads;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.MicroBenchmarks.Pipeline;

/// <summary>Loads one model the way a host does.</summary>
/// <remarks>It waits for what it starts: BenchmarkDotNet does not wait for a setup that is a task.</remarks>
internal sealed class ModelHost : IDisposable
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
    public static ModelHost CreateUnobserved(Action<IKServeBuilder> add)
    {
        var services = new ServiceCollection().AddLogging();
        add(services.AddKServeCore());
        var provider = services.BuildServiceProvider();
        var host = new ModelHost(provider, provider);
        host.Registry.LoadAsync(Payload.Model).GetAwaiter().GetResult();
        return host;
    }

    /// <summary>Loads the model in a whole server, whose metrics listen to every measurement.</summary>
    public static ModelHost CreateServed(Action<IKServeBuilder> add)
    {
        var options = new LoopbackServerOptions { Models = add, WaitFor = [Payload.Model] };
        var server = LoopbackServer.StartAsync(options, CancellationToken.None).GetAwaiter().GetResult();
        return new ModelHost(server, server.Services);
    }

    /// <summary>Gets the revision that requests would pin.</summary>
    public ModelRevision GetRevision()
    {
        using var lease = Registry.Pin(Payload.Model);
        return lease.Revision;
    }

    /// <inheritdoc/>
    public void Dispose() => _owner.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
