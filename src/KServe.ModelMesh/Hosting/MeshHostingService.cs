using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.ModelMesh;

/// <summary>Loads what is wanted at the start, and follows the sources of models.</summary>
internal sealed class MeshHostingService(
    ModelRegistry registry,
    MeshCatalog catalog,
    MeshManager mesh,
    MeshStart start,
    ModelMeshOptions options,
    TimeProvider time,
    ILogger<MeshHostingService> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SourceFollower[] _followers =
    [
        .. GetSources(options).Select(source => new SourceFollower(source, mesh, logger)),
    ];

    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        RequireOwnNames();

        // Before the server listens, so that no request finds a model unknown that lies there.
        foreach (var follower in _followers)
        {
            follower.Follow();
        }

        if (options.Preload.Count == 0 && options.ConfigFile is null)
        {
            start.Complete();
        }

        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private static IEnumerable<IMeshSource> GetSources(ModelMeshOptions options)
    {
        if (options.Repository is { } repository)
        {
            yield return new FolderSource(repository);
        }

        if (options.ConfigFile is { } file)
        {
            yield return new ConfigFileSource(file);
        }
    }

    private void RequireOwnNames()
    {
        string[] errors =
        [
            .. catalog.Models.Select(static entry => entry.Name)
                .Concat(catalog.Aliases.Select(static alias => alias.Key))
                .Where(registry.Contains)
                .Select(static name => $"{ModelMeshOptions.SectionName}: {name} is the name of a model that is "
                    + "always served."),
        ];
        if (errors.Length > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(ModelMeshOptions), errors);
        }
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(options.ScanInterval, time);
        var preloading = PreloadAsync();
        if (_followers.Length > 0)
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                foreach (var follower in _followers)
                {
                    follower.Follow();
                }
            }
        }

        await preloading;
    }

    private async Task PreloadAsync()
    {
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.MaxConcurrentLoads,
            CancellationToken = _stop.Token,
        };
        await Parallel.ForEachAsync(options.Preload, parallel, async (name, token) =>
        {
            try
            {
                await mesh.EnsureLoadedAsync(name, token);
            }
            catch (InferenceException error)
            {
                MeshLog.PreloadFailed(logger, name, error.Message);
            }
        });

        // The agent begins to watch, and its pod is ready, after the loads of the first list.
        await Task.WhenAll(_followers.Select(static follower => follower.First)).WaitAsync(_stop.Token);
        start.Complete();
    }
}
