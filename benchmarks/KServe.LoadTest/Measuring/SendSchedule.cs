using System.Diagnostics;

namespace KServe.LoadTest.Measuring;

/// <summary>Says when the requests of an open loop are meant to be sent.</summary>
/// <remarks>
/// Latency counts from the intended time: a server that stalls makes every request wait that was due meanwhile, and a
/// client that sends late does not hide it ("coordinated omission", Gil Tene). Not safe for concurrent use.
/// </remarks>
internal sealed class SendSchedule
{
    private readonly long _start;
    private readonly double _interval;

    /// <summary>Creates a schedule.</summary>
    /// <param name="start">When the first request is due, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="requestsPerSecond">The rate, above 0.</param>
    /// <param name="duration">How long requests become due.</param>
    public SendSchedule(long start, double requestsPerSecond, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(requestsPerSecond);
        _start = start;
        _interval = Stopwatch.Frequency / requestsPerSecond;
        Total = (long)Math.Floor(duration.TotalSeconds * requestsPerSecond);
    }

    /// <summary>Gets how many requests become due in all.</summary>
    public long Total { get; }

    /// <summary>Gets how many have been taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Takes the next request if it is due.</summary>
    /// <param name="now">The time.</param>
    /// <param name="intended">When it was meant to be sent, which may lie in the past.</param>
    public bool TryTake(long now, out long intended)
    {
        // From the count, not from the previous time: rounding must not add up.
        intended = _start + (long)(Taken * _interval);
        if (Taken >= Total || intended > now)
        {
            return false;
        }

        Taken++;
        return true;
    }
}
