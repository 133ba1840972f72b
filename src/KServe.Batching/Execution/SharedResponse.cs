namespace KServe.Batching;

/// <summary>Keeps what the answers of a batch are views of until the last of them is disposed.</summary>
/// <remarks>
/// Outputs may view the inputs of their batch: these live as long as the response does. Safe for concurrent use: each
/// answer disposes it once.
/// </remarks>
internal sealed class SharedResponse(InferResponse response, InferRequest request, JoinedBatch batch) : IDisposable
{
    // One for who takes the response apart, so that it cannot go away in between.
    private int _owners = 1;

    public void Retain() => Interlocked.Increment(ref _owners);

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            response.Dispose();
            batch.ReleaseRequest(request);
            batch.Release();
        }
    }
}
