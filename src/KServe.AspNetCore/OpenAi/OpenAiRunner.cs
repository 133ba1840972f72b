using KServe.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Runs generations from the pin of the revision to the last byte.</summary>
internal sealed class OpenAiRunner(
    ModelRegistry registry,
    BodyReader bodies,
    ReplyPool replies,
    Deadlines deadlines,
    TensorPool pool,
    OpenAiErrorResponder errors,
    TimeProvider time,
    IOptions<KServeHttpOptions> options)
{
    private const string FairnessHeader = "x-llm-d-inference-fairness-id";
    private const int MaxTenantLength = 512;
    private readonly int _maxBodySize = options.Value.MaxRequestBodySize;

    public ValueTask RunChatAsync(HttpContext context) => RunAsync(context, OpenAiJson.ReadChat);

    public ValueTask RunCompletionAsync(HttpContext context) => RunAsync(context, OpenAiJson.ReadCompletion);

    public ValueTask RunResponseAsync(HttpContext context) => RunAsync(context, OpenAiJson.ReadResponse);

    private async ValueTask RunAsync(HttpContext context, Func<ReadOnlyMemory<byte>, OpenAiRequest> read)
    {
        MediaTypes.RequireJson(context.Request);
        OpenAiRequest request;
        using (var body = await bodies.ReadAsync(context, _maxBodySize, jsonLength: 0, context.RequestAborted))
        {
            request = read(body.Memory);
        }

        using var headers = new RequestHeaders(context.Request.Headers);
        using var lease = await OpenAiPins.PinGeneratorAsync(registry, request.Model, headers, context.RequestAborted);
        var timeout = lease.Revision.RequestTimeout;
        using var deadline = deadlines.Start(timeout, context.RequestAborted);
        ResponseHeaders.NameRevision(lease.Revision, context.Response);
        try
        {
            using var writer = OpenAiJson.CreateWriter(request, Guid.NewGuid().ToString("N"), time.GetUtcNow());
            var named = Complete(request, headers, writer.Id);
            var generation = new Generation(
                lease.Revision, named, headers, pool, Echoes.Of(named, lease.Revision));
            await AnswerAsync(context, request, generation, writer, deadline.Token);
        }
        catch (OperationCanceledException error) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw deadline.Token.IsCancellationRequested
                ? new InferenceException(
                    InferenceErrorCode.DeadlineExceeded,
                    $"Model with name {request.Model} did not answer within {timeout.TotalSeconds:0.###} s.",
                    error)
                : new InferenceException(InferenceErrorCode.Cancelled, "The request was cancelled.", error);
        }
    }

    private async ValueTask AnswerAsync(
        HttpContext context,
        OpenAiRequest request,
        Generation generation,
        IOpenAiAnswerWriter writer,
        CancellationToken cancellationToken)
    {
        if (request.IsStream)
        {
            var events = new OpenAiStream(context, request.Model, writer, errors);
            await events.SendAsync(generation.RunAsync(cancellationToken), cancellationToken);
            return;
        }

        await foreach (var update in generation.RunAsync(cancellationToken))
        {
            writer.Add(update);
        }

        var reply = replies.Rent();
        try
        {
            writer.WriteWhole(reply.Buffer);
            await reply.SendAsync(context, MediaTypes.Json);
        }
        finally
        {
            replies.Return(reply);
        }
    }

    /// <summary>Tells the model who asks, by the gateway's word, and how the answer is called.</summary>
    private static OpenAiRequest Complete(OpenAiRequest request, RequestHeaders headers, string id)
    {
        var isNamed = headers.TryGetValue(FairnessHeader, out var name) && name.Length is > 0 and <= MaxTenantLength;
        return request with
        {
            Prompts =
            [
                .. request.Prompts.Select(prompt => prompt with
                {
                    Tenant = isNamed ? name : prompt.Tenant,
                    ResponseId = id,
                }),
            ],
        };
    }
}
