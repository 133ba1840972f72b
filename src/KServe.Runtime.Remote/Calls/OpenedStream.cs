namespace KServe.Runtime.Remote;

/// <summary>A stream that has begun: its first response is there, or there is none.</summary>
internal sealed class OpenedStream(
    IAsyncEnumerator<InferResponse> responses,
    CancellationTokenSource cancel,
    bool hasFirst) : IAsyncDisposable
{
    public IAsyncEnumerator<InferResponse> Responses => responses;

    public bool HasFirst => hasFirst;

    public async ValueTask DisposeAsync()
    {
        await responses.DisposeAsync();
        cancel.Dispose();
    }
}
