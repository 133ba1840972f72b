namespace KServe;

/// <summary>A copy of a request on its way to a shadow track; it holds one of the mirror's places.</summary>
internal sealed class ShadowRequest(ShadowMirror mirror, InferRequest request) : IThreadPoolWorkItem
{
    private InferResponse? _expected;
    private TimeSpan _latency;

    public InferRequest Request { get; } = request;

    /// <summary>Sends the copy when the client's request is done; nobody waits for it.</summary>
    /// <param name="response">The client's response, of which a copy is kept, or nothing for a failure.</param>
    /// <param name="latency">How long the client's request took.</param>
    public void Send(InferResponse? response, TimeSpan latency)
    {
        _latency = latency;
        HasFailed = response is null;
        _expected = response is null ? null : mirror.TryCopy(response, Request.Pool);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Gets whether the client's request failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Gets a copy of the client's response, or nothing when it failed or is too large to compare.</summary>
    public InferResponse? Expected => _expected;

    public TimeSpan Latency => _latency;

    public void Execute() => _ = mirror.RunAsync(this);
}
