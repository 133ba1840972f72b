using System.Diagnostics;

namespace KServe.LoadTest.Measuring;

/// <summary>How much of a core's time is lost in pauses that nobody asked for.</summary>
/// <remarks>
/// A thread that does nothing but read the clock notices when it was not running: the machine, its host and other
/// processes had the core. A request that arrives then waits, whichever server it is for, and where the pauses take
/// more than a hundredth of the time they are the 99th percentile.
/// </remarks>
/// <param name="Count">The pauses longer than the least.</param>
/// <param name="Share">Their share of the time, 0 to 1.</param>
/// <param name="Longest">The longest.</param>
internal sealed record CorePauses(int Count, double Share, TimeSpan Longest)
{
    /// <summary>Watches the core of the calling thread.</summary>
    /// <param name="duration">For how long.</param>
    /// <param name="least">The shortest pause that counts.</param>
    public static CorePauses Watch(TimeSpan duration, TimeSpan least)
    {
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var threshold = (long)(least.TotalSeconds * Stopwatch.Frequency);
        var (count, lost, longest) = (0, 0L, 0L);
        for (var last = start; last < end;)
        {
            var now = Stopwatch.GetTimestamp();
            var gap = now - last;
            if (gap > threshold)
            {
                count++;
                lost += gap;
                longest = Math.Max(longest, gap);
            }

            last = now;
        }

        return new CorePauses(count, (double)lost / (end - start), Stopwatch.GetElapsedTime(0, longest));
    }
}
