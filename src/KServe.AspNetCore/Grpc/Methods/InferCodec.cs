using KServe.Protocol;
using KServe.Protocol.Grpc;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Grpc;

/// <summary>Makes inference requests of messages.</summary>
internal sealed class InferCodec(TensorPool pool, NameCache names, IOptions<KServeHttpOptions> options)
{
    private readonly ProtocolLimits _limits = options.Value.Limits;

    /// <summary>Decodes a message, which the request owns from then on; it is given back when that fails.</summary>
    public InferRequest Decode(RequestHeaders headers, GrpcRequestMessage message, out TensorContentsForm form)
    {
        InferRequest request;
        try
        {
            request = GrpcInferenceCodec.ReadModelInferRequest(message.Memory, pool, _limits, names, out form);
        }
        catch
        {
            message.Dispose();
            throw;
        }

        if (message.Owner is { } owner)
        {
            request.RegisterForDispose(owner);
        }

        request.Headers = headers;
        request.Protocol = InferenceProtocol.Grpc;
        return request;
    }
}
