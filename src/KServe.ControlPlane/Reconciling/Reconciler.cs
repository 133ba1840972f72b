using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Works off changes: one resource's in their order, several resources' at the same time, up to a bound.</summary>
internal sealed class Reconciler(
    ResourceStore store,
    IEnumerable<IResourceHandler> handlers,
    IOptions<ControlPlaneOptions> options,
    ILogger<Reconciler> logger) : IAsyncDisposable
{
    private readonly IResourceHandler[] _handlers = [.. handlers];
    private readonly Lock _lock = new();
    private readonly Dictionary<ResourceKey, Task> _running = [];
    private readonly HashSet<ResourceKey> _again = [];

    // What serves for a resource, to be taken back when the resource goes.
    private readonly Dictionary<ResourceKey, ResourceEntry> _known = [];
    private readonly SemaphoreSlim _slots = new(options.Value.MaxParallelChanges);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Has a resource looked at soon.</summary>
    public void Schedule(ResourceKey key)
    {
        lock (_lock)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            if (_running.ContainsKey(key))
            {
                _again.Add(key);
            }
            else
            {
                _running[key] = Task.Run(() => RunAsync(key));
            }
        }
    }

    /// <summary>Tells whether nothing is being worked on for a resource.</summary>
    public bool IsIdle(ResourceKey key)
    {
        lock (_lock)
        {
            return !_running.ContainsKey(key);
        }
    }

    /// <summary>Begins nothing new, cancels what runs and waits for it.</summary>
    public async Task StopAsync()
    {
        Task[] running;
        lock (_lock)
        {
            _stop.Cancel();
            running = [.. _running.Values];
        }

        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _slots.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(ResourceKey key)
    {
        while (true)
        {
            try
            {
                await _slots.WaitAsync(_stop.Token);
                try
                {
                    await WorkAsync(key, _stop.Token);
                }
                finally
                {
                    _slots.Release();
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The host stops.
            }

            lock (_lock)
            {
                if (!_again.Remove(key) || _stop.IsCancellationRequested)
                {
                    _running.Remove(key);
                    return;
                }
            }
        }
    }

    private async Task WorkAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        var entry = store.Find(key);
        var known = GetKnown(key);
        try
        {
            if (known is not null && known.Id != entry?.Id)
            {
                await DeleteAsync(known, cancellationToken);
            }

            if (entry is not null)
            {
                SetKnown(key, entry);
                await ReconcileAsync(entry, cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            ControlPlaneLog.HandlerFailed(logger, error, key);
            if (entry is not null)
            {
                const string Message = "the work on the resource failed; the server's log says why";
                store.SetStatus(entry, new ResourceStatus(
                    entry.Generation, [Condition.False(ResourceStatus.Ready, "InternalError", Message)]));
            }
        }
    }

    private async Task ReconcileAsync(ResourceEntry entry, CancellationToken cancellationToken)
    {
        var key = entry.Resource.Key;
        var handler = FindHandler(entry.Resource.Kind);
        LogNotices(entry);
        var context = new ReconcileContext(entry.Resource, entry.Generation, entry.Status)
        {
            All = [.. store.All().Select(static other => other.Resource)],
            Report = status => store.SetStatus(entry, status),
        };
        var status = handler is null
            ? NotActedOn(entry)
            : await handler.ReconcileAsync(context, cancellationToken);
        store.SetStatus(entry, status);
        if (status.Find(ResourceStatus.Ready) is { Status: "True" })
        {
            ControlPlaneLog.Ready(logger, key, entry.Generation);
        }
        else if (status.Find(ResourceStatus.Ready) is { } ready)
        {
            ControlPlaneLog.NotReady(logger, key, entry.Generation, ready.Reason, ready.Message);
        }
    }

    // Once per generation: a resource that is looked at again has nothing new to say.
    private void LogNotices(ResourceEntry entry)
    {
        if (entry.Status?.ObservedGeneration != entry.Generation)
        {
            foreach (var notice in entry.Resource.Notices)
            {
                ControlPlaneLog.Notice(logger, entry.Resource.Key, notice);
            }
        }
    }

    private async Task DeleteAsync(ResourceEntry entry, CancellationToken cancellationToken)
    {
        if (FindHandler(entry.Resource.Kind) is { } handler)
        {
            await handler.DeleteAsync(entry.Resource, cancellationToken);
        }

        lock (_lock)
        {
            _known.Remove(entry.Resource.Key);
        }

        ControlPlaneLog.Removed(logger, entry.Resource.Key);
    }

    private IResourceHandler? FindHandler(ResourceKind kind) => Array.Find(_handlers, handler => handler.Handles(kind));

    private ResourceEntry? GetKnown(ResourceKey key)
    {
        lock (_lock)
        {
            return _known.GetValueOrDefault(key);
        }
    }

    private void SetKnown(ResourceKey key, ResourceEntry entry)
    {
        lock (_lock)
        {
            _known[key] = entry;
        }
    }

    private static ResourceStatus NotActedOn(ResourceEntry entry) => new(
        entry.Generation,
        [
            Condition.False(
                ResourceStatus.Ready,
                "NotActedOn",
                $"a {entry.Resource.Key.Kind} is accepted, but nothing in this process acts on it"),
        ]);
}
