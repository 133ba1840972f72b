namespace KServe;

/// <summary>Counts events and adds up their durations.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class DurationCounter
{
    private long _count;
    private long _ticks;

    internal DurationCounter()
    {
    }

    /// <summary>Gets the number of events.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Gets the sum of the durations in nanoseconds.</summary>
    public long Nanoseconds => Volatile.Read(ref _ticks) * TimeSpan.NanosecondsPerTick;

    internal void Add(TimeSpan duration)
    {
        Interlocked.Increment(ref _count);
        AddTime(duration);
    }

    /// <summary>Adds several events of the same duration.</summary>
    internal void Add(int count, TimeSpan duration)
    {
        Interlocked.Add(ref _count, count);
        AddTime(duration * count);
    }

    /// <summary>Adds time to an event that is counted elsewhere.</summary>
    internal void AddTime(TimeSpan duration)
    {
        if (duration.Ticks != 0)
        {
            Interlocked.Add(ref _ticks, duration.Ticks);
        }
    }
}
