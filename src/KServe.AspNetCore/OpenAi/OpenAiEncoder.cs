using KServe.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Answers requests for vectors of texts: embeddings, rankings, scores and classes.</summary>
internal sealed class OpenAiEncoder(
    ModelRegistry registry,
    BodyReader bodies,
    ReplyPool replies,
    Deadlines deadlines,
    TensorPool pool,
    TimeProvider time,
    IOptions<KServeHttpOptions> options)
{
    private readonly int _maxBodySize = options.Value.MaxRequestBodySize;

    /// <summary>Gets what answers the requests of one endpoint.</summary>
    public RequestCall Of(OpenAiEncodingKind kind) => context => RunAsync(context, kind);

    private async ValueTask RunAsync(HttpContext context, OpenAiEncodingKind kind)
    {
        MediaTypes.RequireJson(context.Request);
        OpenAiEncodingRequest request;
        using (var body = await bodies.ReadAsync(context, _maxBodySize, jsonLength: 0, context.RequestAborted))
        {
            request = OpenAiJson.ReadEncoding(body.Memory, kind);
        }

        using var headers = new RequestHeaders(context.Request.Headers);
        using var lease = await OpenAiPins.PinAsync(registry, request.Model, headers, context.RequestAborted);
        var model = Require(lease, request);
        var timeout = lease.Revision.RequestTimeout;
        using var deadline = deadlines.Start(timeout, context.RequestAborted);
        ResponseHeaders.NameRevision(lease.Revision, context.Response);
        using var inference = new InferRequest(lease.Revision.ModelName, pool)
        {
            Content = request.Encoding,
            Headers = headers,
            Protocol = InferenceProtocol.OpenAi,
        };
        try
        {
            using var response = await lease.Revision.InferAsync(inference, deadline.Token);
            await SendAsync(context, request, (TextEncodingResult)response.Content!, model.Labels);
        }
        catch (OperationCanceledException error) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new InferenceException(
                InferenceErrorCode.DeadlineExceeded,
                $"Model with name {request.Model} did not answer within {timeout.TotalSeconds:0.###} s.",
                error);
        }
    }

    private Task SendAsync(
        HttpContext context,
        OpenAiEncodingRequest request,
        TextEncodingResult result,
        IReadOnlyList<string> labels)
    {
        var id = $"{request.Kind.ToString().ToLowerInvariant()}-{Guid.NewGuid():N}";
        return replies.SendAsync(context, (request, result, labels, id, Now: time.GetUtcNow()), static (state, reply) =>
            OpenAiJson.WriteEncoding(reply.Json, state.request, state.result, state.labels, state.id, state.Now));
    }

    private static TextEncodingModel Require(RevisionLease lease, OpenAiEncodingRequest request)
    {
        if (lease.Revision.GetService(typeof(TextEncodingModel)) is not TextEncodingModel model)
        {
            throw OpenAiPins.NoSuchModel();
        }

        return model.Task == request.Task
            ? model
            : throw new InferenceException(
                InferenceErrorCode.InvalidArgument,
                $"The model makes vectors for {model.Task.ToString().ToLowerInvariant()}, and not for this endpoint.")
            {
                Parameter = "model",
            };
    }
}
