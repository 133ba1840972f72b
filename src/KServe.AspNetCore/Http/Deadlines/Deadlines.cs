using System.Collections.Concurrent;

namespace KServe.AspNetCore;

/// <summary>Gives each request a token that ends with its client or with its time.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class Deadlines(TimeProvider time) : IDisposable
{
    private const int MaxKept = 256;

    private readonly ConcurrentQueue<CancellationTokenSource> _kept = new();

    public Deadline Start(TimeSpan timeout, CancellationToken aborted)
    {
        if (!_kept.TryDequeue(out var source))
        {
            source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }

        source.CancelAfter(timeout);
        var registration = aborted.UnsafeRegister(
            static state => ((CancellationTokenSource)state!).Cancel(), source);
        return new Deadline(this, source, registration);
    }

    public void Dispose()
    {
        while (_kept.TryDequeue(out var source))
        {
            source.Dispose();
        }
    }

    internal void Return(CancellationTokenSource source)
    {
        if (_kept.Count < MaxKept && source.TryReset())
        {
            _kept.Enqueue(source);
            return;
        }

        source.Dispose();
    }
}
