namespace KServe;

/// <summary>Counts the requests of a track and their latencies over the last minutes, in bounded memory.</summary>
/// <remarks>The window moves in tenths. Safe for concurrent use, without a lock.</remarks>
internal sealed class TrafficWindow(TimeSpan length, TimeProvider time)
{
    private const int SliceCount = 10;

    private readonly Slice?[] _slices = new Slice?[SliceCount];
    private readonly long _ticksPerSlice = Math.Max(1, length.Ticks / SliceCount);

    public void Add(TimeSpan latency, bool isFailure)
    {
        var slice = GetSlice();
        Interlocked.Increment(ref slice.Requests);
        if (isFailure)
        {
            Interlocked.Increment(ref slice.Failures);
        }

        slice.Latency.Add(latency);
    }

    /// <summary>Adds up what the window holds now.</summary>
    public TrafficSample Read(double quantile)
    {
        var oldest = GetEpoch() - SliceCount + 1;
        var counts = new long[LatencyHistogram.BucketCount];
        long requests = 0;
        long failures = 0;
        for (var i = 0; i < SliceCount; i++)
        {
            if (Volatile.Read(ref _slices[i]) is { } slice && slice.Epoch >= oldest)
            {
                requests += Volatile.Read(ref slice.Requests);
                failures += Volatile.Read(ref slice.Failures);
                slice.Latency.AddTo(counts);
            }
        }

        return new TrafficSample(requests, failures, LatencyHistogram.GetQuantile(counts, quantile));
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
        public long Requests;
        public long Failures;

        public long Epoch { get; } = epoch;

        public LatencyHistogram Latency { get; } = new();
    }
}
