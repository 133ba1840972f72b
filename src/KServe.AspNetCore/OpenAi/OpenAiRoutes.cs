using KServe.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KServe.AspNetCore;

/// <summary>The routes of OpenAI's API, under KServe's prefix and under OpenAI's own.</summary>
internal sealed class OpenAiRoutes(
    RequestGate gate,
    OpenAiErrorResponder errors,
    OpenAiRunner runner,
    OpenAiEncoder encoder,
    OpenAiModels models,
    OpenAiTokens tokens)
{
    private static readonly string[] Prefixes = ["/openai/v1", "/v1"];

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var routes = new RouteTable(endpoints, gate, errors);
        foreach (var prefix in Prefixes)
        {
            routes.AddInference($"{prefix}/chat/completions", runner.RunChatAsync);
            routes.AddInference($"{prefix}/completions", runner.RunCompletionAsync);
            routes.AddInference($"{prefix}/responses", runner.RunResponseAsync);
            routes.Add($"{prefix}/responses/{{id}}", get: RefuseAsync, delete: RefuseAsync);
            routes.Add($"{prefix}/responses/{{id}}/input_items", get: RefuseAsync);
            routes.Add($"{prefix}/responses/{{id}}/cancel", post: RefuseAsync);
            routes.AddInference($"{prefix}/embeddings", encoder.Of(OpenAiEncodingKind.Embeddings));
            routes.AddInference($"{prefix}/rerank", encoder.Of(OpenAiEncodingKind.Rerank));
            routes.AddInference($"{prefix}/score", encoder.Of(OpenAiEncodingKind.Score));
            routes.AddInference($"{prefix}/classify", encoder.Of(OpenAiEncodingKind.Classify));
        }

        // Under /v1 these are the V1 protocol's, which adds what OpenAI's clients look for.
        routes.Add("/openai/v1/models", get: models.ListAsync);
        routes.Add("/openai/v1/models/{model}", get: models.GetAsync);
        // Where vLLM has them, and only there.
        routes.AddInference("/classify", encoder.Of(OpenAiEncodingKind.Classify));
        routes.Add("/tokenize", post: tokens.TokenizeAsync);
        routes.Add("/detokenize", post: tokens.DetokenizeAsync);
    }

    private static Task RefuseAsync(HttpContext context) => throw new InferenceException(
        InferenceErrorCode.NotFound, "There is no response of this id: no responses are kept.")
    {
        Parameter = "response_id",
    };
}
