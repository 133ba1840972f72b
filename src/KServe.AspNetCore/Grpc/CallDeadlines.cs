namespace KServe.AspNetCore.Grpc;

/// <summary>Gives each call a deadline, and each deadline to one call after the other.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class CallDeadlines(TimeProvider time) : IDisposable
{
    private const int MaxKept = 256;

    private readonly Lock _lock = new();
    private readonly Stack<CallDeadline> _kept = new();
    private bool _isDisposed;

    /// <summary>Begins the time of a call; dispose ends it.</summary>
    public CallDeadline Start(TimeSpan timeout, CancellationToken aborted)
    {
        CallDeadline? deadline;
        lock (_lock)
        {
            _kept.TryPop(out deadline);
        }

        deadline ??= new CallDeadline(this, time);
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

    internal bool TryKeep(CallDeadline deadline)
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
