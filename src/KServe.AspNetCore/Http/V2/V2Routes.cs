using KServe.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>The routes of the Open Inference Protocol.</summary>
internal sealed class V2Routes(
    ModelRegistry registry,
    ServerHealth health,
    InferenceRunner runner,
    V2Codec codec,
    StatisticsWriter statistics,
    ReplyPool replies,
    IOptions<KServeOptions> server,
    IOptions<KServeHttpOptions> options)
{
    private static readonly string[] StrictExtensions =
        ["binary_tensor_data", "model_repository", "statistics", "generate"];

    private static readonly string[] KServeExtensions = ["model_repository_extension"];
    private static readonly string Version = typeof(V2Routes).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private readonly V2JsonForm _form = options.Value.JsonForm;

    public void Map(RouteTable routes)
    {
        routes.Add("/v2", get: ServerAsync);
        routes.Add("/v2/health/live", get: LiveAsync);
        routes.Add("/v2/health/ready", get: ReadyAsync);
        routes.Add("/v2/models", get: ListAsync);
        routes.Add("/v2/models/stats", get: StatisticsAsync);
        foreach (var model in (ReadOnlySpan<string>)["/v2/models/{model}", "/v2/models/{model}/versions/{version}"])
        {
            routes.Add(model, get: MetadataAsync);
            routes.Add(model + "/ready", get: ModelReadyAsync);
            routes.Add(model + "/stats", get: StatisticsAsync);
            routes.AddInference(model + "/infer", InferAsync);
            routes.AddInference(model + "/explain", ExplainAsync);
        }
    }

    private ValueTask InferAsync(HttpContext context) =>
        runner.RunAsync(context, RouteNames.Model(context), RouteNames.Version(context), isExplain: false, codec);

    private ValueTask ExplainAsync(HttpContext context) =>
        runner.RunAsync(context, RouteNames.Model(context), RouteNames.Version(context), isExplain: true, codec);

    private Task ServerAsync(HttpContext context) => replies.SendAsync(context, this, static (routes, reply) =>
        V2Metadata.WriteServer(
            reply.Buffer,
            routes.ServerName,
            Version,
            routes._form == V2JsonForm.KServe ? KServeExtensions : StrictExtensions));

    private string ServerName => server.Value.ServerName;

    private Task LiveAsync(HttpContext context) => replies.SendAsync(context, """{"live":true}"""u8);

    private async Task ReadyAsync(HttpContext context)
    {
        if (!await health.IsReadyAsync(context.RequestAborted))
        {
            throw InferenceException.Unavailable("Server is not ready.");
        }

        await replies.SendAsync(context, """{"ready":true}"""u8);
    }

    private Task ListAsync(HttpContext context) => replies.SendModelNamesAsync(context, registry.GetModelNames());

    private async Task MetadataAsync(HttpContext context)
    {
        var model = RouteNames.Model(context);
        using var lease = await registry.PinStableAsync(model, RouteNames.Version(context), context.RequestAborted);
        var versions = registry.GetVersions(lease.Revision.ModelName);
        await replies.SendAsync(context, (model, lease.Revision, versions, _form), static (state, reply) =>
            V2Metadata.WriteModel(
                reply.Buffer, state.model, state.versions, state.Revision.Signature, state._form));
    }

    private async Task ModelReadyAsync(HttpContext context)
    {
        var model = RouteNames.Model(context);
        if (!await registry.IsReadyAsync(model, RouteNames.Version(context), context.RequestAborted))
        {
            throw InferenceException.Unavailable($"Model with name {model} is not ready.");
        }

        await replies.SendModelReadyAsync(context, model);
    }

    private Task StatisticsAsync(HttpContext context)
    {
        var model = RouteNames.Get(context, "model");
        if (model.Length != 0)
        {
            RouteNames.RequireModel(model);
        }

        return replies.SendAsync(
            context,
            (statistics, model, version: RouteNames.Version(context)),
            static (state, reply) => state.statistics.Write(reply.Json, state.model, state.version));
    }
}
