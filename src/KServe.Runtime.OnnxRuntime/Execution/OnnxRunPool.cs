using System.Collections.Concurrent;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Keeps the run objects of one model, as many as there were runs at the same time.</summary>
internal sealed class OnnxRunPool(int inputs) : IDisposable
{
    private readonly ConcurrentQueue<OnnxRun> _runs = new();
    private bool _disposed;

    public OnnxRun Rent() => _runs.TryDequeue(out var run) ? run : new OnnxRun(inputs);

    /// <summary>Takes a run back.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isReusable">Whether it was not told to terminate.</param>
    public void Return(OnnxRun run, bool isReusable)
    {
        run.Unbind();
        if (isReusable && !Volatile.Read(ref _disposed))
        {
            _runs.Enqueue(run);
        }
        else
        {
            run.Dispose();
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _disposed, true);
        while (_runs.TryDequeue(out var run))
        {
            run.Dispose();
        }
    }
}
