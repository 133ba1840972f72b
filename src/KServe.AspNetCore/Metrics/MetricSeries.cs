namespace KServe.AspNetCore;

/// <summary>One metric with one set of labels.</summary>
/// <remarks>Safe for concurrent use; a scrape may see one measurement's count before its sum.</remarks>
internal sealed class MetricSeries(KeyValuePair<string, object?>[] tags, string labels, double[] bounds)
{
    private readonly long[] _buckets = new long[bounds.Length + 1];
    private double _value;

    public KeyValuePair<string, object?>[] Tags { get; } = tags;

    /// <summary>Gets the labels as they are printed, without braces.</summary>
    public string Labels { get; } = labels;

    /// <summary>Gets or sets the next series with the same hash.</summary>
    public MetricSeries? Next { get; set; }

    /// <summary>Gets the sum of a counter or histogram, or the value of a gauge.</summary>
    public double Value => Volatile.Read(ref _value);

    public long GetBucket(int index) => Volatile.Read(ref _buckets[index]);

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Add(double value)
    {
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (before.Equals(seen))
            {
                return;
            }

            seen = before;
        }
    }

    public void Record(double value)
    {
        var index = Array.BinarySearch(bounds, value);
        Interlocked.Increment(ref _buckets[index >= 0 ? index : ~index]);
        Add(value);
    }
}
