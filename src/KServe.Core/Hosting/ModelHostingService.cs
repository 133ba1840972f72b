using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe;

/// <summary>Loads all models after the start, in the background, and drains before the stop.</summary>
/// <remarks>
/// Hosts call <see cref="StoppingAsync"/> before any server closes its ports: while it waits, the server says that it
/// is
/// not ready and goes on answering, which is the time a load balancer needs.
/// </remarks>
internal sealed class ModelHostingService(
    ModelRegistry registry,
    ServerHealth health,
    IEnumerable<IModelSource> sources,
    IOptions<KServeOptions> options,
    TimeProvider time,
    ILogger<ModelRegistry> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loading = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var names = registry.WantAll();
        _loading = Task.Run(() => LoadAllAsync(names), CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        health.SetDraining();
        if (options.Value.DrainDelay > TimeSpan.Zero)
        {
            RegistryLog.Draining(logger, options.Value.DrainDelay);
            await Task.Delay(options.Value.DrainDelay, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stop.Dispose();

    private async Task LoadAllAsync(IReadOnlyList<string> names)
    {
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Value.MaxParallelLoads,
            CancellationToken = _stop.Token,
        };
        var others = Task.WhenAll(sources.Select(source => source.LoadAsync(_stop.Token)));
        await Parallel.ForEachAsync(names, parallel, async (name, token) =>
        {
            try
            {
                await registry.LoadAsync(name, token);
            }
            catch (InferenceException)
            {
                // Logged where it happened; one bad model must not keep the good ones from serving.
            }
        });
        await others;
        health.SetStarted();
    }
}
