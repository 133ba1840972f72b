using Microsoft.Extensions.Logging;

namespace KServe.ModelMesh;

/// <summary>Decides what is in memory: loads in order of demand, within the budget, and makes room.</summary>
/// <remarks>
/// One lock guards all of it. Requests to models in memory never come here. Loads and disposals run outside the lock.
/// </remarks>
internal sealed partial class LoadScheduler : IDisposable
{
    // When all models in memory are in use there is no signal that one no longer is: a request only counts down.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly LinkedList<MeshLoad> _queue = new();
    private readonly HashSet<MeshEntry> _failed = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryBudget _budget;
    private readonly ResidentSet _residents;
    private readonly ModelMeshOptions _options;
    private readonly ModelHost _host;
    private readonly SizeEstimator _sizes;
    private readonly MeshMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _retry;
    private readonly ITimer? _sweep;
    private int _waiting;
    private int _running;
    private int _unproven;
    private long _unprovenBytes;
    private long _largest;
    private bool _isBlocked;

    public LoadScheduler(
        ModelHost host,
        SizeEstimator sizes,
        ModelMeshOptions options,
        MeshMetrics metrics,
        TimeProvider time,
        ILogger<LoadScheduler> logger)
    {
        (_host, _sizes, _options, _metrics, _time, _logger) = (host, sizes, options, metrics, time, logger);
        _budget = new MemoryBudget(options.Budget);
        _residents = new ResidentSet(time, options.MinResidency);
        _retry = time.CreateTimer(
            static state => ((LoadScheduler)state!).Retry(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (options.IdleTimeout is { } idle)
        {
            var period = idle / 4;
            _sweep = time.CreateTimer(static state => ((LoadScheduler)state!).RemoveIdle(), this, period, period);
        }

        metrics.Observe(this);
    }

    public long UsedBytes => _budget.Used;

    public long Capacity => _budget.Capacity;

    public int LoadedCount
    {
        get
        {
            lock (_lock)
            {
                return _residents.Count;
            }
        }
    }

    public int FailedCount
    {
        get
        {
            lock (_lock)
            {
                return _failed.Count(entry => entry.Failure?.GetTimeLeft(_time) > TimeSpan.Zero);
            }
        }
    }

    /// <summary>Gets how long the least recently used model was not used; <see langword="null"/> for none.</summary>
    public TimeSpan? GetOldestAge()
    {
        lock (_lock)
        {
            return _residents.GetOldestUse() is { } last ? _time.GetElapsedTime(last) : null;
        }
    }

    /// <summary>Counts a request that waits for a model, until <see cref="Leave"/>: the model stays as long.</summary>
    /// <exception cref="InferenceException">Too many wait already.</exception>
    public void Enter(MeshEntry entry)
    {
        lock (_lock)
        {
            if (entry.Waiters >= _options.MaxWaitingRequestsPerModel)
            {
                throw Busy($"Too many requests wait for the load of model {entry.Name}.");
            }

            if (_waiting >= _options.MaxWaitingRequests)
            {
                throw Busy("Too many requests wait for loads of models.");
            }

            entry.Waiters++;
            _waiting++;
        }
    }

    public void Leave(MeshEntry entry)
    {
        lock (_lock)
        {
            entry.Waiters--;
            _waiting--;
            if (entry is { Waiters: 0, Load: { IsStarted: false, Holders: 0, IsEager: false } load })
            {
                Drop(load, InferenceException.Unavailable("Nobody waits for the model any more."));
            }

            if (_isBlocked)
            {
                Pump();
            }
        }
    }

    /// <summary>Joins the load of a model, or begins one.</summary>
    /// <returns>The load; <see langword="null"/> when the model is in memory, or too much waits for an eager load.
    /// </returns>
    /// <exception cref="InferenceException">The model cannot be loaded now.</exception>
    public MeshLoad? Load(MeshEntry entry, LoadReason reason, bool again = false)
    {
        // Looks at files, so it comes before the lock.
        var (bytes, isProven) = _sizes.Predict(entry);
        lock (_lock)
        {
            RequireLoadable(entry, reason, bytes, isProven);
            if (entry.Load is { } known)
            {
                Join(known, reason);
                return known;
            }

            if (entry.State == EntryState.Loaded && !again)
            {
                return null;
            }

            if (_queue.Count >= _options.MaxQueuedLoads)
            {
                return reason == LoadReason.Eager ? null : throw Busy("Too many models wait to be loaded.");
            }

            var load = Enqueue(entry, bytes, isProven, reason);
            Pump();
            return load;
        }
    }

    /// <summary>Gets the load of a model that has begun; <see langword="null"/> for none.</summary>
    public MeshLoad? GetStartedLoad(MeshEntry entry)
    {
        lock (_lock)
        {
            return entry.Load is { IsStarted: true } load ? load : null;
        }
    }

    /// <summary>Gives an explicit interest in a load up.</summary>
    public void Release(MeshLoad load)
    {
        lock (_lock)
        {
            load.Holders--;
            if (load is { IsStarted: false, Holders: 0, IsEager: false, Entry.Waiters: 0 })
            {
                Drop(load, InferenceException.Unavailable("Nobody waits for the model any more."));
            }
        }
    }

    /// <summary>Describes a model anew; what is loaded or loading is replaced by the new one.</summary>
    public void Describe(MeshEntry entry, MeshModelOptions options, Action<ModelBuilder>? configure)
    {
        lock (_lock)
        {
            entry.IsUnregistered = false;
            if (entry.Options.IsSame(options) && Equals(entry.Configure, configure))
            {
                return;
            }

            entry.Options = options;
            entry.Configure = configure;
            entry.MeasuredBytes = 0;
            entry.Failure = null;
            _failed.Remove(entry);
            if (entry.Load is { IsStarted: true })
            {
                entry.IsStale = true;
            }
            else if (entry is { Load: null, State: EntryState.Loaded })
            {
                Enqueue(entry, entry.Bytes, isProven: false, LoadReason.Explicit);
                Pump();
            }
        }
    }

    public MeshModelStatus GetStatus(MeshEntry entry)
    {
        lock (_lock)
        {
            var state = entry switch
            {
                { IsUnregistered: true } => MeshModelState.NotFound,
                { State: EntryState.Loaded } => MeshModelState.Loaded,
                { Load: not null } => MeshModelState.Loading,
                _ => IsFailed(entry) ? MeshModelState.LoadingFailed : MeshModelState.NotLoaded,
            };
            return new MeshModelStatus(state, entry.Bytes, entry.Failure?.Error.Message);
        }
    }

    /// <summary>Makes what a request gets whose load went wrong.</summary>
    public InferenceException ToError(MeshEntry entry, InferenceException error)
    {
        lock (_lock)
        {
            return entry.Failure is { } failure && ReferenceEquals(failure.Error, error)
                ? failure.ToError(entry.Name, failure.Expiry)
                : new InferenceException(error.Code, error.Message, error) { RetryAfter = error.RetryAfter };
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _retry.Dispose();
        _sweep?.Dispose();
        lock (_lock)
        {
            while (_queue.First is { } first)
            {
                Drop(first.Value, ShuttingDown());
            }
        }
    }

    private void RequireLoadable(MeshEntry entry, LoadReason reason, long bytes, bool isProven)
    {
        if (_stop.IsCancellationRequested)
        {
            throw ShuttingDown();
        }

        if (entry.IsUnregistered)
        {
            throw Unregistered(entry);
        }

        if (reason == LoadReason.Request && entry.Load is null && IsFailed(entry))
        {
            throw entry.Failure!.ToError(entry.Name, entry.Failure.GetTimeLeft(_time));
        }

        if (isProven && bytes > _budget.Capacity)
        {
            throw TooLarge(entry, bytes);
        }
    }

    private bool IsFailed(MeshEntry entry) => entry.Failure?.GetTimeLeft(_time) > TimeSpan.Zero;

    private static void Join(MeshLoad load, LoadReason reason)
    {
        load.Holders += reason == LoadReason.Explicit ? 1 : 0;
        load.IsEager &= reason == LoadReason.Eager;
    }

    private MeshLoad Enqueue(MeshEntry entry, long bytes, bool isProven, LoadReason reason)
    {
        var load = new MeshLoad(entry, Math.Min(bytes, _budget.Capacity), isProven, _time.GetTimestamp())
        {
            IsEager = reason == LoadReason.Eager,
            Holders = reason == LoadReason.Explicit ? 1 : 0,
        };
        entry.Load = load;
        _queue.AddLast(load);
        return load;
    }

    private void Drop(MeshLoad load, InferenceException? reason)
    {
        _queue.Remove(load);
        load.Entry.Load = null;
        load.Complete(reason);
    }

    private InferenceException Busy(string message)
    {
        _metrics.Refused.Add(1);
        return InferenceException.Unavailable(message);
    }

    private InferenceException TooLarge(MeshEntry entry, long bytes) => InferenceException.Unavailable(
        $"Model with name {entry.Name} needs {bytes} bytes, more than all models may have ({_budget.Capacity}).");

    private static InferenceException Unregistered(MeshEntry entry) =>
        InferenceException.NotFound($"Model with name {entry.Name} does not exist.");

    private static InferenceException ShuttingDown() => InferenceException.Unavailable("The server is shutting down.");
}
