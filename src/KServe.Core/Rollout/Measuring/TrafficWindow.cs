namespace KServe;

/// <summary>Counts the requests of a track and their latencies over the last minutes, in bounded memory.</summary>
/// <remarks>The window moves in tenths. Safe for concurrent use, without a lock.</remarks>
internal sealed class TrafficWindow(TimeSpan length, TimeProvider time)
{
    private const int SliceCount = 10;
    private const int KindCount = 3;

    private readonly Slice?[] _slices = new Slice?[SliceCount];
    private readonly long _ticksPerSlice = Math.Max(1, length.Ticks / SliceCount);

    public void Add(TrafficKind kind, TimeSpan latency, bool isFailure)
    {
        var slice = GetSlice();
        if (isFailure)
        {
            Interlocked.Increment(ref slice.Failures);
        }

        slice.GetLatency(kind).Add(latency);
    }

    /// <summary>Adds up what the window holds now.</summary>
    public TrafficSample Read(double quantile)
    {
        var oldest = GetEpoch() - SliceCount + 1;
        Slice[] slices = [.. _slices.OfType<Slice>().Where(slice => slice.Epoch >= oldest)];
        var predictions = Read(slices, TrafficKind.Prediction, quantile);
        var explanations = Read(slices, TrafficKind.Explanation, quantile);
        var streams = Read(slices, TrafficKind.Stream, quantile);
        return new TrafficSample(
            predictions.Requests + explanations.Requests + streams.Requests,
            slices.Sum(static slice => Volatile.Read(ref slice.Failures)),
            predictions.Latency)
        {
            Explanations = explanations,
            Streams = streams,
        };
    }

    private static LatencySample Read(Slice[] slices, TrafficKind kind, double quantile)
    {
        long[]? counts = null;
        foreach (var slice in slices)
        {
            slice.FindLatency(kind)?.AddTo(counts ??= new long[LatencyHistogram.BucketCount]);
        }

        return counts is null ? default : new(counts.Sum(), LatencyHistogram.GetQuantile(counts, quantile));
    }

    private Slice GetSlice()
    {
        var epoch = GetEpoch();
        ref var place = ref _slices[(int)(epoch % SliceCount)];
        var slice = Volatile.Read(ref place);
        while (slice is null || slice.Epoch < epoch)
        {
            var fresh = new Slice(epoch);
            var seen = Interlocked.CompareExchange(ref place, fresh, slice);
            slice = ReferenceEquals(seen, slice) ? fresh : seen;
        }

        return slice;
    }

    private long GetEpoch() => time.GetElapsedTime(0, time.GetTimestamp()).Ticks / _ticksPerSlice;

    private sealed class Slice(long epoch)
    {
        public long Failures;

        private readonly LatencyHistogram?[] _latencies = new LatencyHistogram?[KindCount];

        public long Epoch { get; } = epoch;

        public LatencyHistogram? FindLatency(TrafficKind kind) => Volatile.Read(ref _latencies[(int)kind]);

        public LatencyHistogram GetLatency(TrafficKind kind)
        {
            if (FindLatency(kind) is { } known)
            {
                return known;
            }

            var fresh = new LatencyHistogram();
            return Interlocked.CompareExchange(ref _latencies[(int)kind], fresh, null) ?? fresh;
        }
    }
}
