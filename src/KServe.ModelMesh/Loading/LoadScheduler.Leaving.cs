namespace KServe.ModelMesh;

/// <content>Takes models out of memory.</content>
internal sealed partial class LoadScheduler
{
    /// <summary>Takes a model out of memory after its running requests.</summary>
    public async Task UnloadAsync(MeshEntry entry, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task ending;
            lock (_lock)
            {
                if (entry.Load is { } load)
                {
                    ending = load.Done;
                }
                else if (entry.State == EntryState.NotLoaded)
                {
                    return;
                }
                else
                {
                    if (entry.State == EntryState.Loaded)
                    {
                        Remove(entry);
                    }

                    ending = entry.Removal;
                }
            }

            await ending.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Refuses those who wait for a model and takes it out of memory.</summary>
    public Task UnregisterAsync(MeshEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            entry.IsUnregistered = true;
            entry.Failure = null;
            _failed.Remove(entry);
            if (entry.Load is { IsStarted: false } load)
            {
                Drop(load, Unregistered(entry));
            }
        }

        return UnloadAsync(entry, cancellationToken);
    }

    /// <summary>Does something while it is certain that the model is not registered anew.</summary>
    public void IfUnregistered(MeshEntry entry, Action<MeshEntry> forget)
    {
        lock (_lock)
        {
            if (entry.IsUnregistered && entry.State == EntryState.NotLoaded)
            {
                forget(entry);
            }
        }
    }

    /// <summary>Notes that somebody else took a model out of the registry.</summary>
    public void Forget(MeshEntry entry)
    {
        lock (_lock)
        {
            if (entry is { State: EntryState.Loaded, Load: null })
            {
                Begin(entry, Task.CompletedTask);
            }
        }
    }

    /// <summary>Takes the model out of memory that was not used for the longest time and that nobody uses.</summary>
    private bool TryEvict()
    {
        _residents.BeginSearch();
        while (_residents.FindOldest() is { } entry)
        {
            if (_host.TryRemoveIdle(entry.Name, out var removal))
            {
                var age = _time.GetElapsedTime(entry.LastUsed);
                _metrics.AgeAtEviction.Record(age.TotalMilliseconds);
                MeshLog.Evicted(_logger, entry.Name, entry.Bytes, age);
                Begin(entry, removal);
                return true;
            }
        }

        return false;
    }

    private void RemoveIdle()
    {
        lock (_lock)
        {
            _residents.BeginSearch();
            while (_residents.FindOldest() is { } entry
                && _time.GetElapsedTime(entry.LastUsed) >= _options.IdleTimeout)
            {
                if (_host.TryRemoveIdle(entry.Name, out var removal))
                {
                    MeshLog.Idle(_logger, entry.Name);
                    Begin(entry, removal);
                }
            }
        }
    }

    // At once when nobody uses it; else on a thread of its own, because the lock is held.
    private void Remove(MeshEntry entry) => Begin(
        entry,
        _host.TryRemoveIdle(entry.Name, out var removal) ? removal : Task.Run(() => _host.RemoveAsync(entry.Name)));

    private void Begin(MeshEntry entry, Task removal)
    {
        _residents.Remove(entry);
        entry.State = EntryState.Leaving;
        entry.Revisions = [];
        _budget.BeginLeave(entry.Bytes);
        entry.Removal = EndAsync(entry, removal, entry.Removal);
    }

    // Revisions that a reload has replaced hold their bytes until their last request has ended.
    private async Task EndAsync(long bytes, ModelRevision[] replaced)
    {
        await Task.WhenAll(replaced.Select(static revision => revision.Disposed))
            .ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
        {
            _budget.EndLeave(bytes);
            Pump();
        }
    }

    private async Task EndAsync(MeshEntry entry, Task removal, Task earlier)
    {
        var start = _time.GetTimestamp();
        await removal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        _metrics.UnloadTime.Record(GetMilliseconds(start, _time.GetTimestamp()));
        if (removal.Exception is { } error)
        {
            _metrics.UnloadFailures.Add(1);
            MeshLog.UnloadFailed(_logger, error.InnerException!, entry.Name);
        }

        await earlier;

        lock (_lock)
        {
            _budget.EndLeave(entry.Bytes);
            entry.Bytes = 0;
            entry.State = EntryState.NotLoaded;
            Pump();
        }
    }
}
