namespace KServe.ModelMesh;

/// <summary>Hands copies of a predictor out to one request each.</summary>
/// <remarks>Safe for concurrent use. The latest returned goes first, so that one too many is seen to be idle.</remarks>
internal sealed class CopyPool : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Predictor> _free = [];
    private readonly SemaphoreSlim _permits = new(0);
    private int _count;
    private long _calls;
    private long _waited;

    /// <summary>Gets how many copies there are, busy or not.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a copy, after others have returned theirs when all are busy.</summary>
    public async ValueTask<CopyLease> RentAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        if (!_permits.Wait(0, CancellationToken.None))
        {
            Interlocked.Increment(ref _waited);
            await _permits.WaitAsync(cancellationToken);
        }

        lock (_lock)
        {
            return new CopyLease(this, Take(_free.Count - 1));
        }
    }

    public void Return(Predictor copy)
    {
        lock (_lock)
        {
            _free.Add(copy);
        }

        _permits.Release();
    }

    public void Add(Predictor copy)
    {
        Interlocked.Increment(ref _count);
        Return(copy);
    }

    /// <summary>Takes the copy out that was not used for the longest time; none when all are busy.</summary>
    public Predictor? TryRemove()
    {
        if (!_permits.Wait(0, CancellationToken.None))
        {
            return null;
        }

        lock (_lock)
        {
            Interlocked.Decrement(ref _count);
            return Take(0);
        }
    }

    /// <summary>Gets the counts since the last call.</summary>
    public CopyCounts TakeCounts() => new(Interlocked.Exchange(ref _calls, 0), Interlocked.Exchange(ref _waited, 0));

    public void Dispose() => _permits.Dispose();

    private Predictor Take(int index)
    {
        var copy = _free[index];
        _free.RemoveAt(index);
        return copy;
    }
}
