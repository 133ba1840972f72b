using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Reads the paths before the host starts, and follows them until it stops.</summary>
internal sealed class ControlPlaneService(
    WatchedPaths paths,
    ResourceController controller,
    Reconciler reconciler,
    RolledOutServices rolledOut,
    IServiceProvider services,
    IOptions<ControlPlaneOptions> options,
    ILogger<ControlPlaneService> logger) : IHostedLifecycleService, IModelSource, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private PathSignals? _signals;
    private Task _watching = Task.CompletedTask;

    /// <summary>Reads the files; a broken one ends the start, with all that is wrong.</summary>
    /// <exception cref="ResourceException">Files are broken.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        rolledOut.Load();
        if (options.Value.Paths.Count == 0)
        {
            controller.Restore();
            return Task.CompletedTask;
        }

        // Watching begins before reading, so that no change falls in between.
        _signals = services.GetService(typeof(PathSignals)) as PathSignals;
        paths.Scan();
        if (paths.Errors.Count > 0 && !options.Value.StartWithBrokenFiles)
        {
            throw new ResourceException(paths.Errors);
        }

        // After the files: what they hold by now is theirs.
        controller.Restore();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watching = _signals is null
            ? Task.CompletedTask
            : Task.Run(() => WatchAsync(_signals, _stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Waits until the work on every resource of the start has ended, well or not.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var view in controller.List())
        {
            await controller.WaitAsync(view.Key, cancellationToken);
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _watching.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await reconciler.StopAsync().WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stop.Dispose();

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a file system throws, the next look may succeed.")]
    private async Task WatchAsync(PathSignals signals, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await signals.WaitAsync(cancellationToken);
                paths.Scan();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                ControlPlaneLog.ScanFailed(logger, error);
            }
        }
    }
}
