using KServe.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Turns prompts into tokens and back, for clients that count before they ask.</summary>
internal sealed class OpenAiTokens(
    ModelRegistry registry,
    BodyReader bodies,
    ReplyPool replies,
    IOptions<KServeHttpOptions> options)
{
    private readonly int _maxBodySize = options.Value.MaxRequestBodySize;

    public async Task TokenizeAsync(HttpContext context)
    {
        MediaTypes.RequireJson(context.Request);
        TokenizeRequest request;
        using (var body = await bodies.ReadAsync(context, _maxBodySize, jsonLength: 0, context.RequestAborted))
        {
            request = OpenAiJson.ReadTokenize(body.Memory);
        }

        using var headers = new RequestHeaders(context.Request.Headers);
        using var lease = await OpenAiPins.PinAsync(registry, request.Model, headers, context.RequestAborted);
        var tokens = await TokenizeAsync(lease, request, context.RequestAborted);
        var length = (lease.Revision.GetService(typeof(TextGenerationModel)) as TextGenerationModel)?.MaxModelLength;
        await replies.SendAsync(context, (tokens, length), static (state, reply) =>
            OpenAiJson.WriteTokens(reply.Json, state.tokens.Ids, state.length ?? 0, state.tokens.Texts));
    }

    public async Task DetokenizeAsync(HttpContext context)
    {
        MediaTypes.RequireJson(context.Request);
        DetokenizeRequest request;
        using (var body = await bodies.ReadAsync(context, _maxBodySize, jsonLength: 0, context.RequestAborted))
        {
            request = OpenAiJson.ReadDetokenize(body.Memory);
        }

        using var headers = new RequestHeaders(context.Request.Headers);
        using var lease = await OpenAiPins.PinAsync(registry, request.Model, headers, context.RequestAborted);
        var text = lease.Revision.GetService(typeof(ITextTokenService)) is ITextTokenService service
            ? await service.DetokenizeAsync(request.Tokens, context.RequestAborted)
            : Require(lease).Detokenize(request.Tokens);
        await replies.SendAsync(context, text, static (text, reply) =>
        {
            reply.Json.WriteStartObject();
            reply.Json.WriteString("prompt"u8, text);
            reply.Json.WriteEndObject();
        });
    }

    private static async ValueTask<TextTokens> TokenizeAsync(
        RevisionLease lease,
        TokenizeRequest request,
        CancellationToken cancellationToken)
    {
        if (lease.Revision.GetService(typeof(ITextTokenService)) is ITextTokenService service)
        {
            return await service.TokenizeAsync(request.Prompt, request.ReturnsTexts, cancellationToken);
        }

        var tokenizer = Require(lease);
        var tokens = tokenizer.Tokenize(request.Prompt);
        return new TextTokens(tokens, request.ReturnsTexts ? [.. tokens.Select(tokenizer.GetToken)] : null);
    }

    private static ITextTokenizer Require(RevisionLease lease) =>
        lease.Revision.GetService(typeof(ITextTokenizer)) as ITextTokenizer
        ?? throw InferenceException.Unimplemented("The model does not tell its tokens.");
}
