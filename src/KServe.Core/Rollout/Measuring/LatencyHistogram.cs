using System.Numerics;

namespace KServe;

/// <summary>Counts durations in buckets whose width grows with them: fixed memory, quantiles within 1/16.</summary>
/// <remarks>
/// Sixteen buckets for each power of two of microseconds, as HdrHistogram has them. Safe for concurrent use.
/// </remarks>
internal sealed class LatencyHistogram
{
    private const int SubBits = 4;
    private const int SubCount = 1 << SubBits;

    // Up to 2^40 microseconds, which are 12 days.
    private const int MaxBits = 40;

    private readonly int[] _counts = new int[((MaxBits - SubBits + 1) * SubCount) + 1];

    public static int BucketCount => ((MaxBits - SubBits + 1) * SubCount) + 1;

    public void Add(TimeSpan duration) => Interlocked.Increment(ref _counts[GetIndex(duration)]);

    public void AddTo(Span<long> counts)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            counts[i] += Volatile.Read(ref _counts[i]);
        }
    }

    /// <summary>Gets the upper end of the bucket that holds a quantile; zero when nothing was counted.</summary>
    public static TimeSpan GetQuantile(ReadOnlySpan<long> counts, double quantile)
    {
        long total = 0;
        foreach (var count in counts)
        {
            total += count;
        }

        var rank = Math.Max(1, (long)Math.Ceiling(quantile * total));
        for (var i = 0; i < counts.Length && total > 0; i++)
        {
            rank -= counts[i];
            if (rank <= 0)
            {
                return GetUpperEnd(i);
            }
        }

        return TimeSpan.Zero;
    }

    private static int GetIndex(TimeSpan duration)
    {
        var micros = Math.Clamp(duration.Ticks / TimeSpan.TicksPerMicrosecond, 0, (1L << MaxBits) - 1);
        if (micros < SubCount)
        {
            return (int)micros;
        }

        var exponent = BitOperations.Log2((ulong)micros) - SubBits;
        return ((exponent + 1) * SubCount) + (int)(micros >> exponent) - SubCount;
    }

    private static TimeSpan GetUpperEnd(int index)
    {
        if (index < SubCount)
        {
            return TimeSpan.FromMicroseconds(index + 1);
        }

        var exponent = (index / SubCount) - 1;
        long lower = (long)((index % SubCount) + SubCount) << exponent;
        return TimeSpan.FromMicroseconds(lower + (1L << exponent));
    }
}
