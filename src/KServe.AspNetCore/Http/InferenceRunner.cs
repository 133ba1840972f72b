using System.Runtime.CompilerServices;
using KServe.Graphs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Runs inferences from the pin of the revision to the return of all memory.</summary>
internal sealed class InferenceRunner(
    ModelRegistry registry,
    BodyReader bodies,
    ReplyPool replies,
    Deadlines deadlines,
    ResponseHeaders responseHeaders,
    GraphEndpoint graphs,
    IOptions<KServeHttpOptions> options)
{
    private readonly int _maxBodySize = options.Value.MaxRequestBodySize;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync(
        HttpContext context,
        string model,
        string version,
        bool isExplain,
        IInferCodec codec)
    {
        RouteNames.RequireModel(model);
        using var headers = new RequestHeaders(context.Request.Headers);
        using var lease = await registry.PinAsync(model, version, headers, context.RequestAborted);
        var revision = lease.Revision;
        var timeout = isExplain ? revision.ExplainTimeout : revision.RequestTimeout;
        using var deadline = deadlines.Start(timeout, context.RequestAborted);
        var reply = replies.Rent();
        try
        {
            reply.Call.Begin(context, revision, model, version, isExplain);
            reply.Call.Format = codec.GetFormat(context.Request);
            await RunAsync(reply, codec, headers, deadline.Token);
        }
        catch (OperationCanceledException error) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw deadline.Token.IsCancellationRequested
                ? new InferenceException(
                    InferenceErrorCode.DeadlineExceeded,
                    $"Model with name {model} did not answer within {timeout.TotalSeconds:0.###} s.",
                    error)
                : new InferenceException(InferenceErrorCode.Cancelled, "The request was cancelled.", error);
        }
        finally
        {
            replies.Return(reply);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RunAsync(
        Reply reply,
        IInferCodec codec,
        RequestHeaders headers,
        CancellationToken cancellationToken)
    {
        var call = reply.Call;
        var body = await bodies.ReadAsync(
            call.Context, _maxBodySize, call.Format.JsonLength ?? 0, cancellationToken, reply.Body);
        ResponseHeaders.NameRevision(call.Revision, call.Context.Response);
        if (InferenceGraphs.IsGraph(call.Revision) && !call.IsExplain
            && call.Format is { Kind: BodyKind.Json, JsonLength: null })
        {
            // A graph takes any JSON, and its answer is that of a step, with its status.
            using var owned = body;
            var raw = new GraphCall(headers, body.Memory, codec.Protocol, GraphEndpoint.SendTo(call.Context));
            await graphs.RunAsync(call.Context, call.Revision, raw, cancellationToken);
            return;
        }

        using var request = Decode(call, codec, body);
        request.Headers = headers;
        request.Protocol = codec.Protocol;
        if (call.Revision.Signature.IsDecoupled && !call.IsExplain && codec is IStreamCodec stream)
        {
            var responses = call.Revision.InferStreamAsync(request, cancellationToken);
            await stream.EncodeStreamAsync(call, responses, reply, cancellationToken);
            return;
        }

        using var response = call.IsExplain
            ? await call.Revision.ExplainAsync(request, cancellationToken)
            : await call.Revision.InferAsync(request, cancellationToken);
        CalledNames.Restore(response, call.Revision, call.Model);
        responseHeaders.Copy(response, call.Context);
        await codec.EncodeAsync(call, request, response, reply);
    }

    private static InferRequest Decode(InferCall call, IInferCodec codec, RequestBody body)
    {
        InferRequest request;
        try
        {
            request = codec.Decode(call, body);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        try
        {
            request.RegisterForDispose(body);
            ReservedParameters.Reject(request);
            request.ModelVersion = call.Version;
            return request;
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }
}
