using KServe.Protocol.Grpc;

namespace KServe.Client;

/// <summary>One inference; raw tensors are sent from where they lie.</summary>
internal sealed class GrpcInferContent(InferRequest request) : GrpcContent
{
    private readonly EncodedInferMessage _message = GrpcInferenceCodec.EncodeModelInferRequest(request);

    protected override ValueTask WriteAsync(Stream stream, CancellationToken cancellationToken) =>
        WriteAsync(stream, _message, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _message.Dispose();
    }
}
