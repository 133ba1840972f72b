using System.Collections.Concurrent;

namespace KServe.Batching.Tests.Fakes;

/// <summary>Adds up what a batcher reports.</summary>
internal sealed class FakeRecorder : IBatchRecorder
{
    private int _waiting;
    private int _waits;

    public int Waiting => Volatile.Read(ref _waiting);

    public int Waits => Volatile.Read(ref _waits);

    public ConcurrentQueue<BatchExecution> Executions { get; } = [];

    public ConcurrentQueue<TimeSpan> Durations { get; } = [];

    void IBatchRecorder.Waiting()
    {
        Interlocked.Increment(ref _waiting);
        Interlocked.Increment(ref _waits);
    }

    void IBatchRecorder.Waited(TimeSpan duration)
    {
        Interlocked.Decrement(ref _waiting);
        Durations.Enqueue(duration);
    }

    void IBatchRecorder.Executed(in BatchExecution execution) => Executions.Enqueue(execution);
}
