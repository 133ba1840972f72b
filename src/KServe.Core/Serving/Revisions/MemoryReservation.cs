namespace KServe;

/// <summary>The memory that one revision counts for until it is disposed.</summary>
/// <remarks>Changed by whoever loads the revision, then disposed once.</remarks>
internal sealed class MemoryReservation(ModelMemory memory, long bytes) : IAsyncDisposable
{
    private long _bytes = bytes;

    /// <summary>Counts what a loaded predictor says that it holds.</summary>
    public void Settle(Predictor predictor)
    {
        if (predictor.GetService(typeof(IModelSize)) is IModelSize { SizeInBytes: > 0 } size)
        {
            memory.Add(size.SizeInBytes - _bytes);
            _bytes = size.SizeInBytes;
        }
    }

    public ValueTask DisposeAsync()
    {
        memory.Add(-_bytes);
        _bytes = 0;
        return default;
    }
}
