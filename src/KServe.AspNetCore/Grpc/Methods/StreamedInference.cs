using KServe.Protocol.Grpc;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore.Grpc;

/// <summary>Answers one request of a stream.</summary>
internal sealed class StreamedInference(
    TensorPool pool,
    ModelRegistry registry,
    InferCodec codec,
    GrpcMessageWriter writer,
    ResponseHeaders responseHeaders,
    Deadlines deadlines)
{
    private const string WantsFinalParameter = "triton_enable_empty_final_response";
    private const string FinalParameter = "triton_final_response";

    /// <summary>Runs the request and writes its responses or its error.</summary>
    /// <exception cref="OperationCanceledException">The stream has ended or its deadline has passed.</exception>
    public async ValueTask RunAsync(
        HttpContext context,
        GrpcRequestMessage message,
        CancellationToken cancellationToken)
    {
        using var headers = new RequestHeaders(context.Request.Headers);
        InferRequest? request = null;
        RevisionLease lease = default;
        try
        {
            request = codec.Decode(headers, message, out var form);
            var wantsFinal = TakeWantsFinal(request);
            ReservedParameters.Reject(request);
            lease = await registry.PinAsync(
                request.ModelName, request.ModelVersion, request.Headers, cancellationToken);
            await AnswerAsync(context, lease.Revision, request, form, wantsFinal, cancellationToken);
        }
        catch (InferenceException error) when (error.Code != InferenceErrorCode.Cancelled)
        {
            await WriteErrorAsync(context, request, error.Message, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await WriteErrorAsync(context, request, "The deadline has passed.", cancellationToken);
        }
        finally
        {
            request?.Dispose();
            lease.Dispose();
        }
    }

    private async ValueTask AnswerAsync(
        HttpContext context,
        ModelRevision revision,
        InferRequest request,
        TensorContentsForm form,
        bool wantsFinal,
        CancellationToken cancellationToken)
    {
        // The model's time bounds the model alone: a message that is cut off would break the stream.
        using var deadline = deadlines.Start(revision.RequestTimeout, cancellationToken);
        var isDecoupled = revision.Signature.IsDecoupled || revision.Signature.CanStream;
        await foreach (var response in revision.InferStreamAsync(request, deadline.Token))
        {
            using (response)
            {
                if (!context.Response.HasStarted)
                {
                    // The first message takes the metadata along: later ones have none, so that the revision of the
                    // first request is named; each message has its version.
                    ResponseHeaders.NameRevision(revision, context.Response);
                    responseHeaders.Copy(response, context);
                }

                CalledNames.Restore(response, revision, request.ModelName);
                if (wantsFinal)
                {
                    response.Parameters[FinalParameter] = !isDecoupled;
                }

                using var encoded = GrpcInferenceCodec.EncodeModelStreamInferResponse(request, response, form);
                await SendAsync(context, encoded, cancellationToken);
            }
        }

        if (wantsFinal && isDecoupled)
        {
            await WriteFinalAsync(context, request, cancellationToken);
        }
    }

    /// <summary>Tells clients that asked for it that a request has no more responses.</summary>
    private async ValueTask WriteFinalAsync(
        HttpContext context,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        using var response = new InferResponse { Parameters = { [FinalParameter] = true } };
        request.Outputs.Clear();
        using var encoded = GrpcInferenceCodec.EncodeModelStreamInferResponse(
            request, response, TensorContentsForm.Raw);
        await SendAsync(context, encoded, cancellationToken);
    }

    private async ValueTask WriteErrorAsync(
        HttpContext context,
        InferRequest? request,
        string message,
        CancellationToken cancellationToken)
    {
        using var answer = new ProtoWriter(pool);
        GrpcInferenceCodec.WriteModelStreamInferError(answer, message.Length == 0 ? "error" : message, request);
        GrpcMessageWriter.Write(context.Response, answer.Written.Span);
        await context.Response.BodyWriter.FlushAsync(cancellationToken);
    }

    private async ValueTask SendAsync(
        HttpContext context,
        EncodedInferMessage message,
        CancellationToken cancellationToken)
    {
        await writer.WriteAsync(context, message, cancellationToken);
        await context.Response.BodyWriter.FlushAsync(cancellationToken);
    }

    private static bool TakeWantsFinal(InferRequest request) =>
        request.HasParameters
        && request.Parameters.TryGet(WantsFinalParameter, out var value)
        && request.Parameters.Remove(WantsFinalParameter)
        && value.TryGetBool(out var wanted)
        && wanted;
}
