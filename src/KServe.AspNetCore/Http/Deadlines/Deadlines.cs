using System.Collections.Concurrent;

namespace KServe.AspNetCore;

/// <summary>Gives each request a token that ends with its client or with its time.</summary>
/// <remarks>
/// Timeouts of two seconds and more are kept to within <see cref="DeadlineWatch.Interval"/>, shorter ones exactly. Safe
/// for concurrent use.
/// </remarks>
internal sealed class Deadlines(TimeProvider time) : IDisposable
{
    private const int MaxKept = 1024;

    private static readonly TimeSpan MinWatched = TimeSpan.FromSeconds(2);

    private readonly DeadlineWatch _watch = new(time);
    private readonly ConcurrentQueue<DeadlineSource> _watched = new();
    private readonly ConcurrentQueue<DeadlineSource> _exact = new();
    private int _watchedCount;

    public Deadline Start(TimeSpan timeout, CancellationToken aborted)
    {
        var source = Take(timeout);
        source.Start(timeout);
        if (source.IsWatched)
        {
            _watch.Wake();
        }

        var registration = aborted.UnsafeRegister(static state => ((DeadlineSource)state!).Cancel(), source);
        return new Deadline(this, source, registration);
    }

    public void Dispose()
    {
        _watch.Dispose();
        while (_watched.TryDequeue(out var source) || _exact.TryDequeue(out source))
        {
            source.Dispose();
        }
    }

    internal void Return(DeadlineSource source)
    {
        if (source.IsWatched || _exact.Count < MaxKept)
        {
            source.Reset();
            (source.IsWatched ? _watched : _exact).Enqueue(source);
            return;
        }

        source.Dispose();
    }

    private DeadlineSource Take(TimeSpan timeout)
    {
        if (timeout >= MinWatched)
        {
            if (_watched.TryDequeue(out var watched))
            {
                return watched;
            }

            if (Volatile.Read(ref _watchedCount) < MaxKept && Interlocked.Increment(ref _watchedCount) <= MaxKept)
            {
                watched = new DeadlineSource(time, isWatched: true);
                _watch.Add(watched);
                return watched;
            }
        }

        return _exact.TryDequeue(out var exact) ? exact : new DeadlineSource(time, isWatched: false);
    }
}
