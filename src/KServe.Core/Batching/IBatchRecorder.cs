namespace KServe;

/// <summary>Takes what a batcher did into statistics and metrics of its model version.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IBatchRecorder
{
    /// <summary>Notes that a request began to wait; one <see cref="Waited"/> follows.</summary>
    void Waiting();

    /// <summary>Notes that a request waits no longer, whether it runs, was given up or timed out.</summary>
    /// <param name="duration">How long it waited.</param>
    void Waited(TimeSpan duration);

    /// <summary>Notes a call of the predictor that succeeded.</summary>
    /// <param name="execution">What ran and how long it took.</param>
    void Executed(in BatchExecution execution);
}
