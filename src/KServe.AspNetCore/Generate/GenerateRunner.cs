using System.Runtime.CompilerServices;
using KServe.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Runs requests to generate, from the pin of the revision to the last byte.</summary>
internal sealed class GenerateRunner(
    ModelRegistry registry,
    BodyReader bodies,
    ReplyPool replies,
    Deadlines deadlines,
    TensorPool pool,
    GenerateErrorResponder errors,
    IOptions<KServeHttpOptions> options)
{
    private const string FairnessHeader = "x-llm-d-inference-fairness-id";
    private const int MaxTenantLength = 512;
    private readonly int _maxBodySize = options.Value.MaxRequestBodySize;

    public ValueTask RunWholeAsync(HttpContext context) => RunAsync(context, isStream: false);

    public ValueTask RunStreamAsync(HttpContext context) => RunAsync(context, isStream: true);

    private async ValueTask RunAsync(HttpContext context, bool isStream)
    {
        var model = RouteNames.Model(context);
        MediaTypes.RequireJson(context.Request);
        using var headers = new RequestHeaders(context.Request.Headers);
        using var lease = await registry.PinAsync(
            model, RouteNames.Version(context), headers, context.RequestAborted);
        var revision = lease.Revision;
        if (revision.GetService(typeof(TextGenerationModel)) is null)
        {
            throw InferenceException.Unimplemented($"Model with name {model} does not generate text.");
        }

        var timeout = revision.RequestTimeout;
        using var deadline = deadlines.Start(timeout, context.RequestAborted);
        ResponseHeaders.NameRevision(revision, context.Response);
        try
        {
            var request = await ReadAsync(context, headers, deadline.Token);
            using var writer = new GenerateResponseWriter(
                request, model, revision.Version, revision.GetService(typeof(ITextTokenizer)) as ITextTokenizer);
            var updates = GenerateAsync(revision, request, headers, deadline.Token);
            if (isStream)
            {
                await new GenerateStream(context, request, writer, errors).SendAsync(updates, deadline.Token);
            }
            else
            {
                await SendAsync(context, updates, writer);
            }
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
    }

    private async ValueTask<GenerateRequest> ReadAsync(
        HttpContext context,
        RequestHeaders headers,
        CancellationToken cancellationToken)
    {
        GenerateRequest request;
        using (var body = await bodies.ReadAsync(context, _maxBodySize, jsonLength: 0, cancellationToken))
        {
            request = GenerateJson.ReadRequest(body.Memory);
        }

        return headers.TryGetValue(FairnessHeader, out var tenant) && tenant.Length is > 0 and <= MaxTenantLength
            ? request with { Generation = request.Generation with { Tenant = tenant } }
            : request;
    }

    private async IAsyncEnumerable<TextGenerationUpdate> GenerateAsync(
        ModelRevision revision,
        GenerateRequest request,
        RequestHeaders headers,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var inference = new InferRequest(revision.ModelName, pool)
        {
            Id = request.Id,
            Content = request.Generation,
            Headers = headers,
            Protocol = InferenceProtocol.V2Rest,
        };
        var isWhole = false;
        await foreach (var response in revision.InferStreamAsync(inference, cancellationToken))
        {
            using (response)
            {
                if (response.Content is TextGenerationUpdate { Choice: 0 } update)
                {
                    isWhole |= update.FinishReason
                        is not (null or GenerationFinishReason.Abort or GenerationFinishReason.Error);
                    yield return update;
                }
            }
        }

        if (!isWhole)
        {
            throw new InferenceException(InferenceErrorCode.Internal, "The generation is incomplete.");
        }
    }

    private async Task SendAsync(
        HttpContext context,
        IAsyncEnumerable<TextGenerationUpdate> updates,
        GenerateResponseWriter writer)
    {
        var result = new GenerationResult();
        await foreach (var update in updates)
        {
            result.Add(update);
        }

        var reply = replies.Rent();
        try
        {
            writer.WriteWhole(reply.Buffer, result.Choices.First().Value);
            await reply.SendAsync(context, MediaTypes.Json);
        }
        finally
        {
            replies.Return(reply);
        }
    }
}
