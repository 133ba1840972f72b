namespace KServe;

/// <summary>Tells a batcher which model it is for and within which limits it works.</summary>
public sealed class BatcherContext
{
    /// <summary>Gets the model's name.</summary>
    public required string ModelName { get; init; }

    /// <summary>Gets the model's version.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>Gets how batches are formed; already validated.</summary>
    public required BatchingOptions Options { get; init; }

    /// <summary>Gets how many batches run at the same time.</summary>
    public required int MaxConcurrency { get; init; }

    /// <summary>Gets how long a request may wait.</summary>
    public required TimeSpan QueueTimeout { get; init; }

    /// <summary>Gets the clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Gets where waits and executions are written down.</summary>
    public required IBatchRecorder Recorder { get; init; }
}
