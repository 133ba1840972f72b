namespace KServe.AspNetCore;

/// <summary>Gives each request a deadline, and each deadline to one request after the other.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class Deadlines(TimeProvider time) : IDisposable
{
    private const int MaxKept = 256;

    private readonly Lock _lock = new();
    private readonly Stack<Deadline> _kept = new();
    private bool _isDisposed;

    /// <summary>Begins the time of a request; dispose ends it.</summary>
    public Deadline Start(TimeSpan timeout, CancellationToken aborted)
    {
        Deadline? deadline;
        lock (_lock)
        {
            _kept.TryPop(out deadline);
        }

        deadline ??= new Deadline(this, time);
        deadline.Begin(timeout, aborted);
        return deadline;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            while (_kept.TryPop(out var deadline))
            {
                deadline.Close();
            }
        }
    }

    internal bool TryKeep(Deadline deadline)
    {
        lock (_lock)
        {
            if (_isDisposed || _kept.Count == MaxKept)
            {
                return false;
            }

            _kept.Push(deadline);
            return true;
        }
    }
}
