namespace KServe.Batching;

/// <summary>Finds the bucket of a request; a bounded number of them, the idle ones leave for new ones.</summary>
/// <remarks>Guarded by the scheduler's lock.</remarks>
internal sealed class BucketTable
{
    /// <summary>The most buckets; requests beyond run alone until one is idle.</summary>
    public const int MaxBuckets = 256;

    private readonly BatchLimits _limits;
    private readonly Func<BucketTemplate?, int, BatchBucket> _create;
    private readonly ModelSignature _signature;
    private readonly List<BatchBucket> _buckets = [];
    private BatchBucket? _last;
    private long _lookUps;

    public BucketTable(BatchLimits limits, ModelSignature signature, Func<BucketTemplate?, int, BatchBucket> create)
    {
        _limits = limits;
        _signature = signature;
        _create = create;
        Alone = create(null, 0);
    }

    /// <summary>Gets the bucket of requests that run alone.</summary>
    public BatchBucket Alone { get; }

    /// <summary>Gets the buckets of requests that run together.</summary>
    public List<BatchBucket> Buckets => _buckets;

    public BatchBucket Find(InferRequest request, int rows)
    {
        if (rows == 0)
        {
            return Alone;
        }

        if (_last?.Template!.Matches(request) != true)
        {
            _last = Search(request);
        }

        if (_last is null)
        {
            return Alone;
        }

        _last.LastUsed = ++_lookUps;
        return _last;
    }

    private BatchBucket? Search(InferRequest request)
    {
        var fingerprint = GetFingerprint(request);
        foreach (var bucket in _buckets)
        {
            if (bucket.Fingerprint == fingerprint && bucket.Template!.Matches(request))
            {
                return bucket;
            }
        }

        if (_buckets.Count >= MaxBuckets && !TryDropIdle())
        {
            return null;
        }

        var created = _create(new BucketTemplate(request, _signature, _limits), fingerprint);
        _buckets.Add(created);
        return created;
    }

    private bool TryDropIdle()
    {
        var oldest = -1;
        for (var i = 0; i < _buckets.Count; i++)
        {
            if (_buckets[i].IsIdle && (oldest < 0 || _buckets[i].LastUsed < _buckets[oldest].LastUsed))
            {
                oldest = i;
            }
        }

        if (oldest >= 0)
        {
            _buckets.RemoveAt(oldest);
        }

        return oldest >= 0;
    }

    // Tells most shapes apart without looking at names; the order of inputs does not matter.
    private int GetFingerprint(InferRequest request)
    {
        var sum = request.Inputs.Count;
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            var input = request.Inputs[i];
            var part = ((int)input.DataType * 64) + input.Shape.Rank;
            for (var dimension = 1; !_limits.PadsDimensions && dimension < input.Shape.Rank; dimension++)
            {
                part = unchecked((part * 31) + (int)input.Shape[dimension]);
            }

            sum = unchecked(sum + part);
        }

        return sum;
    }
}
