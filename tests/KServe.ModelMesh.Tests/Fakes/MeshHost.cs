using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.ModelMesh.Tests.Fakes;

/// <summary>A service provider with many fake models and a clock that moves only when told.</summary>
internal sealed class MeshHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public MeshHost(int models = 0, Action<ModelMeshOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IStorageProvider, PathStorage>();
        services.AddSingleton<IServingRuntime>(new WorldRuntime(World));
        services.AddKServeCore().AddModelMesh(options =>
        {
            options.Budget = 30;
            options.DefaultModelSize = 10;
            options.MaxConcurrentLoads = 4;
            for (var i = 0; i < models; i++)
            {
                var name = $"m{i}";
                options.Add(name, model => World.Configure(name, model), size: 10);
            }

            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
        Registry = _services.GetRequiredService<ModelRegistry>();
        Mesh = _services.GetRequiredService<MeshManager>();
        Scheduler = _services.GetRequiredService<LoadScheduler>();
    }

    public ModelWorld World { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public ModelRegistry Registry { get; }

    public MeshManager Mesh { get; }

    public LoadScheduler Scheduler { get; }

    public Task<RevisionLease> PinAsync(string name, CancellationToken cancellationToken = default) =>
        Registry.PinAsync(name, "", cancellationToken).AsTask();

    /// <summary>Sends one request and moves the clock, so that uses have an order.</summary>
    public async Task InferAsync(string name)
    {
        using (var lease = await PinAsync(name, TestContext.Current.CancellationToken))
        {
            using var request = new InferRequest(name);
            request.Inputs.Add(InferTensor.Create<float>("x", [1], 1));
            using var response = await lease.Revision.InferAsync(request, TestContext.Current.CancellationToken);
        }

        Time.Advance(TimeSpan.FromMilliseconds(1));
    }

    public bool IsLoaded(string name) => Mesh.GetStatus(name).State == MeshModelState.Loaded;

    /// <summary>Ends the host; a lease that a failed test still holds makes it wait for the clock alone.</summary>
    public async ValueTask DisposeAsync()
    {
        var disposal = _services.DisposeAsync().AsTask();
        for (var i = 0; i < 100_000 && !disposal.IsCompleted; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        await disposal;
    }
}
