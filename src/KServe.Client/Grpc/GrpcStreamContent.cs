using KServe.Protocol.Grpc;

namespace KServe.Client;

/// <summary>Requests that are sent one by one, as they come.</summary>
internal sealed class GrpcStreamContent(IAsyncEnumerable<InferRequest> requests) : GrpcContent
{
    protected override async ValueTask WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await foreach (var request in requests.WithCancellation(cancellationToken))
        {
            using var message = GrpcInferenceCodec.EncodeModelInferRequest(request);
            await WriteAsync(stream, message, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
    }
}
