namespace KServe.Runtime.Generative.Serving.Encoders;

/// <summary>The texts of one request in the queue of an encoder.</summary>
/// <remarks>The queue changes it under its lock; <see cref="Cancel"/> and <see cref="Fail"/> may be called from
/// anywhere.</remarks>
internal sealed class EncoderJob(IReadOnlyList<EncoderInput> inputs, IScoreSink sink)
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _computed;

    /// <summary>Gets what ends when all texts are computed.</summary>
    public Task End => _end.Task;

    /// <summary>Gets whether nobody waits for it any more.</summary>
    public bool HasEnded => _end.Task.IsCompleted;

    /// <summary>Gets whether all texts are computed, or on their way.</summary>
    public bool IsTaken => Taken == inputs.Count;

    /// <summary>Gets or sets how many texts are computed or on their way.</summary>
    public int Taken { get; set; }

    /// <summary>Gets a text.</summary>
    public EncoderInput this[int index] => inputs[index];

    /// <summary>Takes the scores of a text.</summary>
    public void Take(int index, ReadOnlySpan<float> scores)
    {
        // Somebody who has gone may have given back what the sink writes to.
        if (HasEnded)
        {
            return;
        }

        sink.Take(index, scores);
        if (++_computed == inputs.Count)
        {
            _end.TrySetResult();
        }
    }

    public void Cancel(CancellationToken cancellationToken) => _end.TrySetCanceled(cancellationToken);

    public void Fail(Exception error) => _end.TrySetException(error);
}
