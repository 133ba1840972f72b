using System.Diagnostics.Metrics;

namespace KServe.AspNetCore;

/// <summary>One instrument with its series.</summary>
/// <remarks>Safe for concurrent use. Measurements of a known series allocate nothing.</remarks>
internal sealed class MetricFamily
{
    // KServe's own buckets, extended below and above.
    private static readonly double[] DefaultBounds =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60];

    private const int BucketCount = 256;

    private readonly Lock _lock = new();
    private readonly MetricSeries?[] _series = new MetricSeries?[BucketCount];
    private readonly SeriesBudget _budget;
    private readonly bool _isObserved;

    public MetricFamily(Instrument instrument, MetricKind kind, double[]? bounds, SeriesBudget budget)
    {
        Kind = kind;
        Name = MetricNames.Of(instrument, kind);
        Help = instrument.Description ?? instrument.Name;
        Bounds = kind != MetricKind.Histogram ? [] : bounds ?? DefaultBounds;
        _isObserved = instrument.IsObservable;
        _budget = budget;
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    public double[] Bounds { get; }

    /// <summary>Gets whether measurements are changes and not values.</summary>
    public bool IsSum { get; init; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Find(tags) is not { } series)
        {
            return;
        }

        if (Kind == MetricKind.Histogram)
        {
            series.Record(value);
        }
        else if (_isObserved || !IsSum)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    /// <summary>Forgets what was observed, so that series which are gone do not stay.</summary>
    public void ForgetObserved()
    {
        if (!_isObserved)
        {
            return;
        }

        lock (_lock)
        {
            foreach (ref var bucket in _series.AsSpan())
            {
                for (; bucket is not null; bucket = bucket.Next)
                {
                    _budget.Release();
                }
            }
        }
    }

    /// <summary>Forgets the series with a tag, so that what they are about does not stay.</summary>
    public void Forget(KeyValuePair<string, object?> tag)
    {
        lock (_lock)
        {
            for (var i = 0; i < _series.Length; i++)
            {
                _series[i] = Without(_series[i], tag);
            }
        }
    }

    public IEnumerable<MetricSeries> GetSeries()
    {
        for (var i = 0; i < _series.Length; i++)
        {
            for (var series = Volatile.Read(ref _series[i]); series is not null; series = series.Next)
            {
                yield return series;
            }
        }
    }

    // Whoever reads the list meanwhile goes on along the links of what was taken out.
    private MetricSeries? Without(MetricSeries? first, KeyValuePair<string, object?> tag)
    {
        MetricSeries? last = null;
        for (var series = first; series is not null; series = series.Next)
        {
            if (!MetricTags.Contains(series.Tags, tag))
            {
                last = series;
                continue;
            }

            _budget.Release();
            if (last is null)
            {
                first = series.Next;
            }
            else
            {
                last.Next = series.Next;
            }
        }

        return first;
    }

    private MetricSeries? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        ref var bucket = ref _series[(int)(MetricTags.GetHash(tags) % BucketCount)];
        return Find(Volatile.Read(ref bucket), tags) ?? Add(ref bucket, tags);
    }

    private MetricSeries? Add(ref MetricSeries? bucket, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            if (Find(bucket, tags) is { } known)
            {
                return known;
            }

            if (!_budget.TryTake())
            {
                return null;
            }

            var series = new MetricSeries(tags.ToArray(), MetricTags.Print(tags), Bounds) { Next = bucket };
            Volatile.Write(ref bucket, series);
            return series;
        }
    }

    private static MetricSeries? Find(MetricSeries? series, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        while (series is not null && !MetricTags.AreEqual(series.Tags, tags))
        {
            series = series.Next;
        }

        return series;
    }
}
