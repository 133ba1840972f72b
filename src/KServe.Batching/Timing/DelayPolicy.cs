namespace KServe.Batching;

/// <summary>Decides how long requests wait for company while the model could run them.</summary>
/// <remarks>
/// <para>
/// A batch of n requests that has waited W answers n requests in a time of W + cost + n rows' time. Another request
/// that comes after a gap g joins it for the better if (n + 1) / (W + g + cost) is more than n / (W + cost), that is
/// while n g is less than W + cost. Requests that are late are waited for while all m that miss would still be worth
/// it, m (W + cost) / n. So the policy waits while requests are expected, while they come at such a pace, and never
/// beyond the configured delay.
/// </para>
/// <para>
/// Who is expected: the most requests that were in the system lately, less those that are. Clients that send their next
/// request after an answer come back within a short time of each other, so that the first of them waits for the rest,
/// and a client that is alone never waits. A wait that ends without them lowers the number at once; waits that bring
/// nobody stop, but for one in sixteen.
/// </para>
/// <para>
/// All times are timestamps handed in by the caller: the same calls give the same decisions. Not safe for concurrent
/// use.
/// </para>
/// </remarks>
internal sealed class DelayPolicy(bool isAdaptive, long maxDelay)
{
    private const double GapWeight = 1.0 / 16;
    private const double HitWeight = 1.0 / 8;
    private const int ProbeInterval = 16;
    private const int PatientGaps = 32;

    private readonly CallCost _cost = new();
    private int _crowd;
    private int _skipped;
    private double _gap;
    private double _hits = 1;
    private long? _lastEvent;
    private long? _waitingSince;
    private int _company;

    /// <summary>Gets the requests that are expected in the system together.</summary>
    public int Crowd => _crowd;

    /// <summary>Gets whether requests wait for company at the moment.</summary>
    public bool IsWaiting => _waitingSince is not null;

    /// <summary>Notes an arrival; <paramref name="inSystem"/> counts it and all that wait or run.</summary>
    public void Arrived(long now, int inSystem)
    {
        var gap = Math.Min(now - (_lastEvent ?? now - maxDelay), 2 * maxDelay);
        _gap += GapWeight * (gap - _gap);

        // Who has not come back within the longest delay is not waited for.
        _crowd = gap > maxDelay ? inSystem : Math.Max(_crowd, inSystem);
        _lastEvent = now;
        _company++;
    }

    /// <summary>Notes that requests were answered, well or not, and may come back.</summary>
    public void Completed(long now, int requests, long duration)
    {
        _lastEvent = now;
        _cost.Observe(requests, duration);
    }

    /// <summary>Gets when the waiting requests run: not after now means at once.</summary>
    /// <param name="now">The present.</param>
    /// <param name="queued">The requests that wait, at least one.</param>
    /// <param name="running">The requests that run.</param>
    /// <param name="oldest">When the oldest of those that wait came.</param>
    public long GetDue(long now, int queued, int running, long oldest)
    {
        var latest = oldest + maxDelay;
        if (!isAdaptive || latest <= now)
        {
            return latest;
        }

        var missing = _crowd - queued - running;
        if (missing <= 0 || (!IsWaiting && !IsPromising()))
        {
            return now;
        }

        var last = _lastEvent ?? now;
        var waited = Math.Max(0, last - (_waitingSince ?? now));
        var shared = waited + _cost.Fixed;
        if (_gap * queued > shared)
        {
            return now;
        }

        var patience = Math.Min(missing * shared / queued, Math.Max(PatientGaps * _gap, maxDelay / 8.0));
        var due = Math.Min(latest, last + (long)patience);
        if (due > now && !IsWaiting)
        {
            _waitingSince = now;
            _company = 0;
        }

        return due;
    }

    /// <summary>Notes that the waiting requests run, and learns from the wait.</summary>
    /// <param name="inSystem">All that waited or run.</param>
    /// <param name="isFull">Whether the batch could take no more.</param>
    public void Started(int inSystem, bool isFull)
    {
        if (!IsWaiting)
        {
            return;
        }

        _waitingSince = null;
        _hits += HitWeight * ((_company > 0 ? 1 : 0) - _hits);
        if (!isFull)
        {
            _crowd = inSystem;
        }
    }

    /// <summary>Notes that nobody waits any more, because all of them gave up.</summary>
    public void Emptied() => _waitingSince = null;

    private bool IsPromising() => _hits >= 0.5 || ++_skipped % ProbeInterval == 0;
}
