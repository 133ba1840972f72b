namespace KServe;

/// <summary>Counts requests and their durations for one model version.</summary>
/// <remarks>Safe for concurrent use; each number is exact, several numbers are not read as one snapshot.</remarks>
public sealed class ModelStatistics
{
    private readonly BatchSizeTable _batchSizes = new();
    private long _lastUsed;
    private long _lastInference;
    private long _inferenceCount;
    private long _executionCount;

    /// <summary>Gets requests that succeeded, with their whole duration.</summary>
    public DurationCounter Success { get; } = new();

    /// <summary>Gets requests that failed, with their whole duration.</summary>
    public DurationCounter Fail { get; } = new();

    /// <summary>Gets the time that requests waited for admission.</summary>
    public DurationCounter Queue { get; } = new();

    /// <summary>Gets the time in the transformer before the predictor.</summary>
    public DurationCounter ComputeInput { get; } = new();

    /// <summary>Gets the time in the predictor.</summary>
    public DurationCounter ComputeInfer { get; } = new();

    /// <summary>Gets the time in the transformer after the predictor.</summary>
    public DurationCounter ComputeOutput { get; } = new();

    /// <summary>Gets when the last request succeeded, in milliseconds since 1970; 0 for never.</summary>
    public long LastInference => Volatile.Read(ref _lastInference);

    /// <summary>Gets when the last request began, as a timestamp of the host's clock; 0 for never.</summary>
    /// <remarks>Unlike the time of day it never goes back. See <see cref="TimeProvider.GetTimestamp"/>.</remarks>
    public long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>Gets the number of rows that were predicted, that is requests times batch size.</summary>
    public long InferenceCount => Volatile.Read(ref _inferenceCount);

    /// <summary>Gets the number of calls of the predictor.</summary>
    public long ExecutionCount => Volatile.Read(ref _executionCount);

    /// <summary>Gets the calls of the predictor by their number of rows, in ascending order.</summary>
    /// <returns>One entry for each number up to 4096 that occurred.</returns>
    public IReadOnlyList<BatchSizeStatistics> GetBatchSizes() => _batchSizes.ToList();

    internal void Started(long timestamp) => Volatile.Write(ref _lastUsed, timestamp);

    internal void CountExecution(long rows, TimeSpan input, TimeSpan infer, TimeSpan output)
    {
        Interlocked.Add(ref _inferenceCount, rows);
        Interlocked.Increment(ref _executionCount);
        _batchSizes.Add(rows, input, infer, output);
    }

    internal void Succeeded(TimeSpan duration, DateTimeOffset now)
    {
        Success.Add(duration);
        Volatile.Write(ref _lastInference, now.ToUnixTimeMilliseconds());
    }
}
