using System.Diagnostics;

namespace KServe.Batching;

/// <summary>Has the queue of one model version and decides when which requests run.</summary>
/// <remarks>
/// Safe for concurrent use: one lock guards queue, places and learning, and is held for a few hundred nanoseconds.
/// Nothing of a predictor runs under it. The pipeline bounds how many requests are let in; the queue holds no others.
/// </remarks>
internal sealed partial class BatchScheduler : IDisposable
{
    private readonly Lock _lock = new();
    private readonly BatcherContext _context;
    private readonly BatchRunner _runner;
    private readonly BucketTable _table;
    private readonly Alarm _alarm;
    private readonly TimeProvider _time;
    private readonly long _queueTimeout;
    private readonly bool _isSystemTime;
    private int _places;
    private int _runs;
    private int _waiting;
    private long _nextExpiry = long.MaxValue;
    private TaskCompletionSource? _drained;

    public BatchScheduler(BatcherContext context, BatchLimits limits, ModelSignature signature, BatchRunner runner)
    {
        _context = context;
        _runner = runner;
        _time = context.Time;
        _isSystemTime = ReferenceEquals(_time, TimeProvider.System);
        _places = context.MaxConcurrency;
        _queueTimeout = ToTicks(context.QueueTimeout);
        var options = context.Options;
        var maxDelay = ToTicks(options.MaxDelay);
        _table = new BucketTable(limits, signature, (template, fingerprint) =>
            new BatchBucket(
                template,
                limits,
                new DelayPolicy(options.AdaptiveDelay, maxDelay, context.MaxConcurrency),
                options.PriorityLevels)
            {
                Fingerprint = fingerprint,
            });
        _alarm = new Alarm(_time, OnAlarm);
    }

    /// <summary>Gets how many requests wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Gets how many kinds of requests are told apart.</summary>
    public int BucketCount
    {
        get
        {
            lock (_lock)
            {
                return _table.Buckets.Count;
            }
        }
    }

    /// <summary>Takes a place for a request that need not wait, or puts it into the queue.</summary>
    /// <returns>The item; null when the caller has the place, to be given back by <see cref="Leave"/>.</returns>
    public BatchItem? Enter(
        InferRequest request,
        int rows,
        in QueueParameters parameters,
        out BatchBucket bucket,
        CancellationToken cancellationToken)
    {
        BatchItem item;
        BatchRun? started;
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            bucket = _table.Find(request, rows);
            bucket.Policy.Arrived(now, bucket.InSystem + 1);
            if (_places > 0 && bucket.GoesStraight(request, rows, now) && !HasPendingWork())
            {
                bucket.Policy.Started(bucket.InSystem + 1, isFull: false);
                bucket.Running++;
                _places--;
                return null;
            }

            item = NewItem(request, rows, parameters, bucket, now, cancellationToken);
            bucket.Queue.Add(item);
            _waiting++;
            _nextExpiry = Math.Min(_nextExpiry, item.ExpiresAt);
            started = Start(now);
        }

        _context.Recorder.Waiting();
        Launch(started);
        item.ListenToToken();
        return item;
    }

    /// <summary>Gives a run the requests that it was started for, with those that have come since.</summary>
    /// <returns><see langword="false"/> when all of them gave up: the run is over.</returns>
    public bool TryBegin(BatchRun run)
    {
        BatchRun? started;
        bool hasItems;
        lock (_lock)
        {
            var bucket = run.Bucket;
            bucket.Pending--;
            hasItems = bucket.Queue.Count > 0;
            if (hasItems)
            {
                var items = bucket.Take();
                _waiting -= items.Length;
                run.Begin(items);
            }
            else
            {
                _places++;
                EndOne();
            }

            started = Start(_time.GetTimestamp());
        }

        Launch(started);
        return hasItems;
    }

    /// <summary>Gives a place back, and starts what can use it.</summary>
    public void Leave(BatchBucket bucket, int requests, long duration)
    {
        BatchRun? started;
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            bucket.Running -= requests;
            bucket.Policy.Completed(now, requests, duration);
            _places++;
            started = Start(now);
        }

        Launch(started);
    }

    /// <summary>Notes that a run is over with everything that it did.</summary>
    public void End()
    {
        lock (_lock)
        {
            EndOne();
        }
    }

    /// <summary>Cancels an item: it leaves the queue, or the batch that it runs in, at once.</summary>
    public void Cancel(BatchItem item)
    {
        if (TryLeaveQueue(item))
        {
            _context.Recorder.Waited(_time.GetElapsedTime(item.EnqueuedAt));
            item.FailCancelled();
            return;
        }

        // The batch goes on without it, unless its inputs are just being read or it runs by itself.
        if (!item.TryMove(ItemState.Joining, ItemState.JoiningCancelled)
            && item.TryMove(ItemState.Running, ItemState.Done))
        {
            item.Run!.Abandon();
            item.FailCancelled();
        }
    }

    /// <summary>Ends when no run is left; there must be no requests any more.</summary>
    public Task DrainAsync()
    {
        lock (_lock)
        {
            if (_runs == 0)
            {
                return Task.CompletedTask;
            }

            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    public void Dispose() => _alarm.Dispose();

    private void EndOne()
    {
        _runs--;
        if (_runs == 0)
        {
            _drained?.TrySetResult();
        }
    }

    private bool TryLeaveQueue(BatchItem item)
    {
        lock (_lock)
        {
            if (item.State != ItemState.Waiting)
            {
                return false;
            }

            item.Set(ItemState.Done);
            item.Bucket.Remove(item);
            _waiting--;
            return true;
        }
    }

    private BatchItem NewItem(
        InferRequest request,
        int rows,
        in QueueParameters parameters,
        BatchBucket bucket,
        long now,
        CancellationToken cancellationToken)
    {
        var timeout = parameters.Timeout is { } wanted ? Math.Min(ToTicks(wanted), _queueTimeout) : _queueTimeout;
        Debug.Assert(parameters.Level < _context.Options.PriorityLevels, "Parameters are within their range.");
        return new BatchItem
        {
            Request = request,
            Token = cancellationToken,
            Scheduler = this,
            Bucket = bucket,
            Rows = Math.Max(rows, 1),
            Bytes = RequestMeasure.GetLargest(request),
            Level = parameters.Level,
            EnqueuedAt = now,
            ExpiresAt = now + timeout,
        };
    }

    private long ToTicks(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);
}
