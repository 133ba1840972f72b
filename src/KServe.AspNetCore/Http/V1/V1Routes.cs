using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>The routes of the V1 protocol, with versions as TensorFlow Serving writes them.</summary>
/// <remarks>
/// OpenAI's clients ask for models under the same paths: what they look for stands beside what V1 says, where there are
/// models that generate text.
/// </remarks>
internal sealed class V1Routes(
    ModelRegistry registry,
    InferenceRunner runner,
    V1Codec codec,
    ReplyPool replies,
    OpenAiModels openAi)
{
    private const string Predict = "predict";
    private const string Explain = "explain";

    public void Map(RouteTable routes)
    {
        routes.Add("/v1/models", get: ListAsync);
        routes.AddInference("/v1/models/{segment}", InferAsync, get: ReadyAsync);
        routes.AddInference(
            "/v1/models/{model}/versions/{segment}", VersionInferAsync, get: VersionReadyAsync);
    }

    private Task ListAsync(HttpContext context) => openAi.SendWithNamesAsync(context, registry.GetModelNames());

    private Task ReadyAsync(HttpContext context) => ReadyAsync(context, RequireNoVerb(context), "");

    private Task VersionReadyAsync(HttpContext context) =>
        ReadyAsync(context, RouteNames.Model(context), RequireNoVerb(context));

    private async Task ReadyAsync(HttpContext context, string model, string version)
    {
        RouteNames.RequireModel(model);
        if (!await registry.IsReadyAsync(model, version, context.RequestAborted))
        {
            throw InferenceException.Unavailable($"Model with name {model} is not ready.");
        }

        if (version.Length == 0 && openAi.Find(model) is { } card)
        {
            await openAi.SendReadyAsync(context, card);
            return;
        }

        await replies.SendModelReadyAsync(context, model);
    }

    private ValueTask InferAsync(HttpContext context)
    {
        var (model, isExplain) = Split(context);
        return runner.RunAsync(context, model, "", isExplain, codec);
    }

    private ValueTask VersionInferAsync(HttpContext context)
    {
        var (version, isExplain) = Split(context);
        return runner.RunAsync(context, RouteNames.Model(context), version, isExplain, codec);
    }

    private static string RequireNoVerb(HttpContext context)
    {
        var segment = RouteNames.Get(context, "segment");
        return FindVerb(segment) is null ? segment : throw Refusal.MethodNotAllowed(context, "POST");
    }

    private static (string Name, bool IsExplain) Split(HttpContext context)
    {
        var segment = RouteNames.Get(context, "segment");
        if (!segment.Contains(':', StringComparison.Ordinal))
        {
            throw Refusal.MethodNotAllowed(context, "GET, HEAD");
        }

        var verb = FindVerb(segment) ?? throw Refusal.NoSuchRoute();
        return (segment[..^(verb.Length + 1)], string.Equals(verb, Explain, StringComparison.Ordinal));
    }

    private static string? FindVerb(string segment) => segment.AsSpan(segment.LastIndexOf(':') + 1) switch
    {
        Predict when segment.Length > Predict.Length => Predict,
        Explain when segment.Length > Explain.Length => Explain,
        _ => null,
    };
}
