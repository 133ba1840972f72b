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
        TokenizeRequest request;
        using (var body = await bodies.ReadAsync(context, _maxBodySize, jsonLength: 0, context.RequestAborted))
        {
            request = OpenAiJson.ReadTokenize(body.Memory);
        }

        using var headers = new RequestHeaders(context.Request.Headers);
        using var lease = await OpenAiPins.PinAsync(registry, request.Model, headers, context.RequestAborted);
        var tokenizer = Require(lease);
        var tokens = tokenizer.Tokenize(request.Prompt);
        var length = (lease.Revision.GetService(typeof(TextGenerationModel)) as TextGenerationModel)?.MaxModelLength;
        var texts = request.ReturnsTexts ? tokens.Select(tokenizer.GetToken).ToArray() : null;
        await replies.SendAsync(context, (tokens, length, texts), static (state, reply) =>
            OpenAiJson.WriteTokens(reply.Json, state.tokens, state.length ?? 0, state.texts));
    }

    public async Task DetokenizeAsync(HttpContext context)
    {
        DetokenizeRequest request;
        using (var body = await bodies.ReadAsync(context, _maxBodySize, jsonLength: 0, context.RequestAborted))
        {
            request = OpenAiJson.ReadDetokenize(body.Memory);
        }

        using var headers = new RequestHeaders(context.Request.Headers);
        using var lease = await OpenAiPins.PinAsync(registry, request.Model, headers, context.RequestAborted);
        var text = Require(lease).Detokenize(request.Tokens);
        await replies.SendAsync(context, text, static (text, reply) =>
        {
            reply.Json.WriteStartObject();
            reply.Json.WriteString("prompt"u8, text);
            reply.Json.WriteEndObject();
        });
    }

    private static ITextTokenizer Require(RevisionLease lease) =>
        lease.Revision.GetService(typeof(ITextTokenizer)) as ITextTokenizer
        ?? throw InferenceException.Unimplemented("The model does not tell its tokens.");
}
