using System.Diagnostics.CodeAnalysis;

namespace KServe.ModelMesh;

/// <content>Begins loads in their order and settles them.</content>
internal sealed partial class LoadScheduler
{
    private void Retry()
    {
        lock (_lock)
        {
            Pump();
        }
    }

    /// <summary>Begins what may begin; called whenever something has ended, under the lock.</summary>
    private void Pump()
    {
        _isBlocked = false;
        var isGuessWaiting = false;
        var node = _queue.First;
        while (node is not null && _running < _options.MaxConcurrentLoads && !_stop.IsCancellationRequested)
        {
            var load = node.Value;
            node = node.Next;
            if (load.Entry.State == EntryState.Leaving)
            {
                continue;
            }

            if (!load.IsProven && (isGuessWaiting || !MayGuess(load)))
            {
                // It waits for a guess that runs, not for room: what is known goes on.
                isGuessWaiting = true;
                continue;
            }

            if (TryReserve(load))
            {
                Start(load);
            }
            else if (load.IsEager)
            {
                Drop(load, reason: null);
            }
            else
            {
                // In their order: a large model is not overtaken by small ones for ever.
                return;
            }
        }
    }

    private bool TryReserve(MeshLoad load)
    {
        if (load.IsEager)
        {
            return _budget.Fits(load.Bytes) && Reserve(load);
        }

        while (!_budget.Fits(load.Bytes))
        {
            if (_budget.WillFit(load.Bytes))
            {
                return false;
            }

            if (!TryEvict())
            {
                if (load.Entry.State == EntryState.Loaded && _budget.Fits(0) && _unproven == 0)
                {
                    // A reload needs both for a moment: the one model by which the budget may be exceeded. What is
                    // still leaving takes room, too.
                    break;
                }

                _isBlocked = true;
                _retry.Change(RetryInterval, Timeout.InfiniteTimeSpan);
                return false;
            }
        }

        return Reserve(load);
    }

    // A model may turn out larger than it was guessed; one alone exceeds the budget by less than itself. Several run
    // side by side only when the budget has room for all of them at twice the largest model known.
    private bool MayGuess(MeshLoad load)
    {
        if (load.IsProven || _unproven == 0)
        {
            return true;
        }

        var room = _budget.Capacity - (_budget.Used - _unprovenBytes);
        var known = _largest * (double)(_unproven + 1);
        return _largest > 0 && 2 * Math.Max(known, (double)_unprovenBytes + load.Bytes) <= room;
    }

    private bool Reserve(MeshLoad load)
    {
        _budget.Reserve(load.Bytes);
        return true;
    }

    private void Start(MeshLoad load)
    {
        var entry = load.Entry;
        _queue.Remove(load);
        _running++;
        if (!load.IsProven)
        {
            _unproven++;
            _unprovenBytes += load.Bytes;
        }

        load.StartedAt = _time.GetTimestamp();
        if (entry.State == EntryState.NotLoaded)
        {
            entry.State = EntryState.Loading;
            entry.Bytes = load.Bytes;
        }

        entry.IsStale = false;
        _metrics.LoadingQueueDelay.Record(GetMilliseconds(load.QueuedAt, load.StartedAt.Value));
        var (options, configure) = (entry.Options, entry.Configure);
        _ = Task.Run(() => RunAsync(load, options, configure));
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever went wrong, those who wait are told.")]
    private async Task RunAsync(MeshLoad load, MeshModelOptions options, Action<ModelBuilder>? configure)
    {
        using var timeout = new CancellationTokenSource(_options.LoadTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        var loaded = default(LoadResult);
        InferenceException? error = null;
        try
        {
            loaded = await _host.LoadAsync(load.Entry.Name, options, configure, either.Token);
        }
        catch (InferenceException failure)
        {
            error = failure;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            error = ShuttingDown();
        }
        catch (OperationCanceledException failure)
        {
            error = new InferenceException(
                InferenceErrorCode.Unavailable,
                $"the load took longer than {_options.LoadTimeout.TotalSeconds:0.###} s",
                failure);
        }
        catch (Exception failure)
        {
            MeshLog.LoadFailed(_logger, failure, load.Entry.Name);
            error = new InferenceException(
                InferenceErrorCode.Internal,
                $"Model with name {load.Entry.Name} failed to load; the server's log says why.",
                failure);
        }

        lock (_lock)
        {
            End(load, loaded, error);
        }
    }

    private void End(MeshLoad load, in LoadResult loaded, InferenceException? error)
    {
        _running--;
        if (!load.IsProven)
        {
            _unproven--;
            _unprovenBytes -= load.Bytes;
        }

        load.Entry.Load = null;
        error = error is null ? Settle(load, loaded) : Fail(load, error);
        load.Complete(error);
        while (_budget.IsOverrun && TryEvict())
        {
            // The model turned out larger than was reserved for it.
        }

        Pump();
    }

    private InferenceException? Settle(MeshLoad load, in LoadResult loaded)
    {
        var entry = load.Entry;
        var bytes = loaded.Bytes ?? load.Bytes;
        _budget.Release(load.Bytes);
        if (entry.State == EntryState.Loaded)
        {
            _budget.BeginLeave(entry.Bytes);
            entry.Removal = Task.WhenAll(entry.Removal, EndAsync(entry.Bytes, entry.Revisions));
        }
        else
        {
            _residents.Add(entry);
        }

        _budget.Reserve(bytes);
        _largest = Math.Max(_largest, bytes);
        entry.State = EntryState.Loaded;
        entry.Bytes = bytes;
        entry.MeasuredBytes = entry.IsStale ? 0 : bytes;
        entry.Revisions = loaded.Revisions ?? [];
        entry.LoadedAt = _time.GetTimestamp();
        entry.Failure = null;
        _failed.Remove(entry);
        _metrics.Loaded(GetMilliseconds(load.StartedAt!.Value, entry.LoadedAt), bytes);
        if (entry.IsUnregistered || bytes > _budget.Capacity)
        {
            Remove(entry);
            return entry.IsUnregistered ? Unregistered(entry) : TooLarge(entry, bytes);
        }

        if (entry.IsStale)
        {
            Enqueue(entry, bytes, isProven: false, LoadReason.Explicit);
        }

        return null;
    }

    private InferenceException Fail(MeshLoad load, InferenceException error)
    {
        var entry = load.Entry;
        _budget.Release(load.Bytes);
        if (_stop.IsCancellationRequested)
        {
            entry.State = entry.State == EntryState.Loading ? EntryState.NotLoaded : entry.State;
            return error;
        }

        _metrics.LoadFailures.Add(1);
        if (entry.State == EntryState.Loaded)
        {
            // A failed reload leaves the old revision serving.
            return error;
        }

        entry.State = EntryState.NotLoaded;
        entry.Bytes = 0;
        if (!entry.IsStale)
        {
            entry.Failure = LoadFailure.After(entry.Failure, error, _time.GetTimestamp(), _options);
            _failed.Add(entry);
            MeshLog.Remembered(_logger, entry.Name, entry.Failure.Count, entry.Failure.Expiry);
        }

        return error;
    }

    private double GetMilliseconds(long start, long end) => _time.GetElapsedTime(start, end).TotalMilliseconds;
}
