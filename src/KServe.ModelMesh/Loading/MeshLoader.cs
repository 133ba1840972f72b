namespace KServe.ModelMesh;

/// <summary>Lets requests and operators wait for models.</summary>
internal sealed class MeshLoader(
    ModelRegistry registry,
    LoadScheduler scheduler,
    ModelMeshOptions options,
    MeshMetrics metrics,
    TimeProvider time)
{
    // Between the end of a load and the pin somebody may unload the model by name, and again.
    private const int MaxAttempts = 10;

    /// <summary>Pins a model for a request, after its load when it is not in memory.</summary>
    public async Task<RevisionLease> PinAsync(
        MeshEntry entry,
        string version,
        IReadOnlyDictionary<string, string>? headers,
        CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        scheduler.Enter(entry);
        MeshLoad? load = null;
        try
        {
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                load = scheduler.Load(entry, LoadReason.Request);
                await WaitAsync(entry, load, start, cancellationToken);
                if (registry.TryPin(entry.Name, version, headers, out var lease))
                {
                    return lease;
                }

                if (version.Length > 0 && registry.Contains(entry.Name))
                {
                    return registry.Pin(entry.Name, version, headers);
                }

                await Task.Yield();
            }

            throw InferenceException.Unavailable($"Model with name {entry.Name} is not ready.");
        }
        finally
        {
            scheduler.Leave(entry);
            Note(load, start);
        }
    }

    /// <summary>Loads a model that is not in memory.</summary>
    public Task EnsureLoadedAsync(MeshEntry entry, CancellationToken cancellationToken) =>
        LoadAsync(entry, again: false, cancellationToken);

    /// <summary>Loads a model, anew if it is in memory.</summary>
    public async Task LoadAsync(MeshEntry entry, bool again, CancellationToken cancellationToken)
    {
        if (again && scheduler.GetStartedLoad(entry) is { } running)
        {
            // It may have read the files before they were changed.
            await running.Done.WaitAsync(cancellationToken);
        }

        if (scheduler.Load(entry, LoadReason.Explicit, again) is not { } load)
        {
            return;
        }

        try
        {
            if (await load.Done.WaitAsync(cancellationToken) is { } error)
            {
                throw new InferenceException(error.Code, error.Message, error) { RetryAfter = error.RetryAfter };
            }
        }
        finally
        {
            scheduler.Release(load);
        }
    }

    private async Task WaitAsync(MeshEntry entry, MeshLoad? load, long start, CancellationToken cancellationToken)
    {
        if (load is null)
        {
            return;
        }

        var timeLeft = options.QueueTimeout - time.GetElapsedTime(start);
        try
        {
            var error = await load.Done.WaitAsync(
                timeLeft > TimeSpan.Zero ? timeLeft : TimeSpan.Zero, time, cancellationToken);
            if (error is not null)
            {
                throw scheduler.ToError(entry, error);
            }
        }
        catch (TimeoutException)
        {
            throw InferenceException.Unavailable(
                $"Model with name {entry.Name} was not loaded within {options.QueueTimeout.TotalSeconds:0.###} s.");
        }
    }

    private void Note(MeshLoad? load, long start)
    {
        var end = time.GetTimestamp();
        metrics.CacheMiss.Record(time.GetElapsedTime(start, end).TotalMilliseconds);
        var begun = Math.Clamp(load?.StartedAt ?? end, start, end);
        metrics.RequestQueueDelay.Record(time.GetElapsedTime(start, begun).TotalMilliseconds);
    }
}
