namespace KServe;

/// <summary>Counts the calls of a predictor that had a certain number of rows.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class BatchSizeStatistics
{
    internal BatchSizeStatistics(int batchSize) => BatchSize = batchSize;

    /// <summary>Gets the number of rows.</summary>
    public int BatchSize { get; }

    /// <summary>Gets the time to put requests together.</summary>
    public DurationCounter ComputeInput { get; } = new();

    /// <summary>Gets the time in the predictor.</summary>
    public DurationCounter ComputeInfer { get; } = new();

    /// <summary>Gets the time to take responses apart.</summary>
    public DurationCounter ComputeOutput { get; } = new();
}
