using System.Runtime.CompilerServices;
using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Grpc;

/// <summary>The method <c>ModelInfer</c>.</summary>
internal sealed class ModelInferMethod(
    ModelRegistry registry,
    GrpcMessageReader reader,
    GrpcMessageWriter writer,
    InferCodec codec,
    Deadlines deadlines,
    ResponseHeaders responseHeaders,
    IOptions<KServeGrpcOptions> options)
{
    private readonly TimeSpan _maxDuration = options.Value.MaxCallDuration;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask InvokeAsync(HttpContext context)
    {
        var timeout = GrpcHandshake.GetTimeout(context, _maxDuration);
        using var deadline = deadlines.Start(timeout, context.RequestAborted);
        var message = await reader.ReadSingleAsync(context, deadline.Token);
        var request = codec.Decode(context, message, out var form);

        // In this order, because outputs may view the memory of inputs and of the model.
        using var lease = Pin(request);
        using (request)
        {
            deadline.Shorten(lease.Revision.RequestTimeout);
            using var response = await lease.Revision.InferAsync(request, deadline.Token);
            using var encoded = GrpcInferenceCodec.EncodeModelInferResponse(request, response, form);
            responseHeaders.Copy(response, context.Response);
            writer.Announce(context);
            await writer.WriteAsync(context, encoded, deadline.Token);
        }
    }

    private RevisionLease Pin(InferRequest request)
    {
        try
        {
            ReservedParameters.Reject(request);
            return registry.Pin(request.ModelName, request.ModelVersion);
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }
}
