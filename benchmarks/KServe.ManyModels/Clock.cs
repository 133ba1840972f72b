using System.Diagnostics;

namespace KServe.ManyModels;

/// <summary>Knows when the run ends, and from when durations count.</summary>
internal sealed class Clock(RunOptions options)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public bool IsOver => Stopwatch.GetElapsedTime(_start).TotalSeconds >= options.Seconds;

    public double Seconds => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    public int GetSecond(long timestamp) => (int)Stopwatch.GetElapsedTime(_start, timestamp).TotalSeconds;

    public bool Counts(long timestamp) =>
        Stopwatch.GetElapsedTime(_start, timestamp).TotalSeconds >= Math.Min(options.WarmUp, options.Seconds / 2);
}
