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
        var (pinned, timeLeft) = TryPin(request, out var ready)
            ? (ready, timeout)
            : await ActivateAsync(context, request, timeout);
        using var lease = pinned;
        using (request)
        {
            var modelTimeout = lease.Revision.RequestTimeout;
            using var deadline = deadlines.Start(
                timeLeft < modelTimeout ? timeLeft : modelTimeout, context.RequestAborted);
            using var response = await lease.Revision.InferAsync(request, deadline.Token);
            CalledNames.Restore(response, lease.Revision, request.ModelName);
            using var encoded = GrpcInferenceCodec.EncodeModelInferResponse(request, response, form);
            ResponseHeaders.NameRevision(lease.Revision, context.Response);
            responseHeaders.Copy(response, context);
            writer.Announce(context);
            await writer.WriteAsync(context, encoded, deadline.Token);
        }
    }

    private bool TryPin(InferRequest request, out RevisionLease lease)
    {
        try
        {
            ReservedParameters.Reject(request);
            return registry.TryPin(request.ModelName, request.ModelVersion, request.Headers, out lease);
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the load of a model, at most as long as the call may take.</summary>
    private async ValueTask<(RevisionLease Lease, TimeSpan TimeLeft)> ActivateAsync(
        HttpContext context,
        InferRequest request,
        TimeSpan timeout)
    {
        try
        {
            using var deadline = deadlines.Start(timeout, context.RequestAborted);
            var lease = await registry.PinAsync(
                request.ModelName, request.ModelVersion, request.Headers, deadline.Token);
            return (lease, deadline.GetTimeLeft());
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }
}
