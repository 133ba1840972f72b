namespace KServe.ModelMesh;

/// <summary>One load of one model, however many wait for it; guarded by the scheduler's lock.</summary>
internal sealed class MeshLoad(MeshEntry entry, long bytes, bool isProven, long queuedAt)
{
    private readonly TaskCompletionSource<InferenceException?> _done =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MeshEntry Entry { get; } = entry;

    /// <summary>Gets the bytes that are reserved before the load.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Gets whether the bytes were declared or measured and not guessed.</summary>
    public bool IsProven { get; } = isProven;

    public long QueuedAt { get; } = queuedAt;

    /// <summary>Gets or sets when the load began; <see langword="null"/> while it waits.</summary>
    public long? StartedAt { get; set; }

    public bool IsStarted => StartedAt is not null;

    /// <summary>Gets or sets whether it may only take room that is free.</summary>
    public bool IsEager { get; set; }

    /// <summary>Gets or sets how many want the load who are not requests.</summary>
    public int Holders { get; set; }

    /// <summary>Gets a task that ends with the load: with what went wrong, or nothing.</summary>
    public Task<InferenceException?> Done => _done.Task;

    public void Complete(InferenceException? error) => _done.TrySetResult(error);
}
