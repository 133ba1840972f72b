namespace KServe.AspNetCore.Transport;

/// <summary>Takes one piece of application code through the thread pool.</summary>
internal sealed class PooledWork(ApplicationScheduler scheduler) : IThreadPoolWorkItem
{
    private Action<object?>? _action;
    private object? _state;

    public void Set(Action<object?> action, object? state)
    {
        _action = action;
        _state = state;
    }

    public void Execute()
    {
        var action = _action!;
        var state = _state;
        Set(null!, null);
        scheduler.Return(this);
        scheduler.Run(action, state);
    }
}
