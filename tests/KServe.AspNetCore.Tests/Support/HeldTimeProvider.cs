namespace KServe.AspNetCore.Tests;

/// <summary>The system's time, but timers of one duration wait for the test.</summary>
internal sealed class HeldTimeProvider(TimeSpan held) : TimeProvider
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that ends when such a timer was started.</summary>
    public Task Held => _held.Task.WaitAsync(TestContext.Current.CancellationToken);

    public void Release() => _released.SetResult();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != held)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        _ = FireAsync(callback, state);
        _held.TrySetResult();
        return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private async Task FireAsync(TimerCallback callback, object? state)
    {
        await _released.Task;
        callback(state);
    }
}
