namespace KServe.Runtime.Remote;

/// <summary>Asks a server whether it is ready, once for all who want to know at about the same time.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class ReadyProbe(
    Func<CancellationToken, Task<bool>> ask,
    TimeSpan keep,
    TimeSpan timeout,
    TimeProvider time)
{
    private readonly Lock _lock = new();
    private Task<bool>? _answer;
    private long _answered;

    public Task<bool> AskAsync()
    {
        lock (_lock)
        {
            var isFresh = _answer is not null
                && (!_answer.IsCompleted || time.GetElapsedTime(Volatile.Read(ref _answered)) < keep);
            return isFresh ? _answer! : _answer = RunAsync();
        }
    }

    private async Task<bool> RunAsync()
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        try
        {
            return await ask(deadline.Token);
        }
        catch (Exception error) when (error is InferenceException or OperationCanceledException)
        {
            return false;
        }
        finally
        {
            Volatile.Write(ref _answered, time.GetTimestamp());
        }
    }
}
