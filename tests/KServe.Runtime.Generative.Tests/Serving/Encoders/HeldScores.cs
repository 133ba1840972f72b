using KServe.Runtime.Generative.Serving.Encoders;

namespace KServe.Runtime.Generative.Tests.Serving.Encoders;

/// <summary>Keeps scores, notes their order, and can hold the queue's pass that brings them.</summary>
internal sealed class HeldScores(int count, bool isHeld = false, List<string>? order = null, string name = "") : IScoreSink
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets what ends when the first scores have come, while the gate may be closed.</summary>
    public Task Begun => _begun.Task;

    public float[][] Rows { get; } = new float[count][];

    public void Open() => _gate.TrySetResult();

    public void Take(int index, ReadOnlySpan<float> scores)
    {
        Rows[index] = scores.ToArray();
        order?.Add($"{name}{index}");
        _begun.TrySetResult();
        if (isHeld)
        {
            _gate.Task.Wait();
        }
    }
}
