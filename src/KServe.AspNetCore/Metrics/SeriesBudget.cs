using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore;

/// <summary>Bounds the series of a host, so that no label can fill its memory.</summary>
internal sealed class SeriesBudget(int max, ILogger logger)
{
    private int _taken;
    private long _dropped;

    /// <summary>Gets the measurements that found no series.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= max)
        {
            return true;
        }

        Interlocked.Decrement(ref _taken);
        if (Interlocked.Increment(ref _dropped) == 1)
        {
            HttpLog.MetricsFull(logger, max);
        }

        return false;
    }

    public void Release() => Interlocked.Decrement(ref _taken);
}
