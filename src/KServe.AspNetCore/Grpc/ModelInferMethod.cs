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

    public ValueTask InvokeAsync(HttpContext context)
    {
        var timeout = GrpcHandshake.GetTimeout(context, _maxDuration);
        return reader.TryTakeSingle(context, out var message)
            ? AnswerAsync(context, message, timeout)
            : WaitAndAnswerAsync(context, timeout);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAndAnswerAsync(HttpContext context, TimeSpan timeout)
    {
        GrpcRequestMessage message;
        using (var deadline = deadlines.Start(timeout, context.RequestAborted))
        {
            message = await reader.ReadSingleAsync(context, deadline.Token);
            timeout = deadline.GetTimeLeft();
        }

        await AnswerAsync(context, message, timeout);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AnswerAsync(HttpContext context, GrpcRequestMessage message, TimeSpan timeout)
    {
        using var headers = new RequestHeaders(context.Request.Headers);
        var request = codec.Decode(headers, message, out var form);

        // In this order, because outputs may view the memory of inputs and of the model.
        using var lease = Pin(request);
        using (request)
        {
            var modelTimeout = lease.Revision.RequestTimeout;
            using var deadline = deadlines.Start(
                timeout < modelTimeout ? timeout : modelTimeout, context.RequestAborted);
            using var response = await lease.Revision.InferAsync(request, deadline.Token);
            using var encoded = GrpcInferenceCodec.EncodeModelInferResponse(request, response, form);
            responseHeaders.Copy(response, context);
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
