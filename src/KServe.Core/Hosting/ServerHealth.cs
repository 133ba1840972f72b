namespace KServe;

/// <summary>Tells whether the server is ready for requests.</summary>
/// <remarks>
/// Safe for concurrent use. The server is ready when the first loads have ended, every model that is meant to be loaded
/// is ready and healthy, and the server is not draining. Models that are loaded on demand need not be in memory.
/// </remarks>
public sealed class ServerHealth
{
    private readonly ModelRegistry _registry;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDraining;

    internal ServerHealth(ModelRegistry registry) => _registry = registry;

    /// <summary>Gets a task that ends when every first load has ended, well or not.</summary>
    /// <remarks>It does not end when the server is told to stop before.</remarks>
    public Task Started => _started.Task;

    /// <summary>Gets whether the server was told to stop and is waiting for the last requests.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Tells whether the server is ready, and asks every model.</summary>
    /// <param name="cancellationToken">Cancelled when the answer is no longer wanted.</param>
    /// <returns><see langword="true"/> when requests would be answered.</returns>
    public async ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken = default)
    {
        if (!_started.Task.IsCompleted || _isDraining || !_registry.IsActivatorStarted)
        {
            return false;
        }

        foreach (var name in _registry.GetRequiredNames())
        {
            if (!await IsModelReadyAsync(name, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    internal void SetStarted() => _started.TrySetResult();

    internal void SetDraining() => _isDraining = true;

    private async ValueTask<bool> IsModelReadyAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await _registry.IsReadyAsync(name, "", cancellationToken);
        }
        catch (InferenceException error) when (error.Code == InferenceErrorCode.NotFound)
        {
            // Removed since the names were read: the server is not waiting for it.
            return true;
        }
    }
}
