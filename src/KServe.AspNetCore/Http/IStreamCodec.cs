namespace KServe.AspNetCore;

/// <summary>Sends the responses of a decoupled model one after the other in one body.</summary>
internal interface IStreamCodec : IInferCodec
{
    /// <summary>Writes each response as it comes; it owns them.</summary>
    Task EncodeStreamAsync(
        InferCall call,
        IAsyncEnumerable<InferResponse> responses,
        Reply reply,
        CancellationToken cancellationToken);
}
