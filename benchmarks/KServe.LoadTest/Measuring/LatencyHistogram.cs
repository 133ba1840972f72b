using System.Diagnostics;
using System.Numerics;

namespace KServe.LoadTest.Measuring;

/// <summary>Counts latencies in buckets whose width grows with the value, so that recording allocates nothing.</summary>
/// <remarks>
/// The layout is that of HdrHistogram: every power of two is cut into 256 equal buckets, which bounds the error of
/// a percentile to 0.2 % of its value. Values are ticks of <see cref="Stopwatch"/>. Not safe for concurrent use.
/// </remarks>
internal sealed class LatencyHistogram
{
    private const int SubBits = 8;
    private const int SubBuckets = 1 << SubBits;
    private readonly long[] _counts = new long[(64 - SubBits) * SubBuckets];

    /// <summary>Gets how many values were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the largest value, exactly.</summary>
    public long Max { get; private set; }

    /// <summary>Records one value; a negative one counts as zero.</summary>
    public void Record(long ticks)
    {
        ticks = Math.Max(ticks, 0);
        _counts[IndexOf(ticks)]++;
        Count++;
        Max = Math.Max(Max, ticks);
    }

    /// <summary>Adds what another histogram has counted.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>Gets the value that a share of all values does not exceed; 0 when there are none.</summary>
    /// <param name="share">The share, between 0 and 1.</param>
    public long GetPercentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return Math.Min(MiddleOf(i), Max);
            }
        }

        return Max;
    }

    /// <summary>Gets a percentile in microseconds.</summary>
    public double GetMicroseconds(double share) => GetPercentile(share) * 1e6 / Stopwatch.Frequency;

    private static int IndexOf(long value)
    {
        // Below 512 every value has a bucket of its own; above, the leading nine bits choose.
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - SubBits);
        return (shift << SubBits) + (int)(value >> shift);
    }

    private static long MiddleOf(int index)
    {
        var shift = Math.Max(0, (index >> SubBits) - 1);
        var lowest = (long)(index - (shift << SubBits)) << shift;
        return lowest + ((1L << shift) >> 1);
    }
}
