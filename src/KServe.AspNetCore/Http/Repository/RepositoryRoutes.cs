using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore;

/// <summary>The model repository extension: index, load and unload.</summary>
internal sealed class RepositoryRoutes(
    ModelRegistry registry,
    RepositoryGuard guard,
    BodyReader bodies,
    ReplyPool replies,
    IHostApplicationLifetime lifetime,
    ILogger<RepositoryRoutes> logger)
{
    public void Map(RouteTable routes)
    {
        routes.Add("/v2/repository/index", post: IndexAsync);
        routes.Add("/v2/repository/models/{model}/load", post: LoadAsync);
        routes.Add("/v2/repository/models/{model}/unload", post: UnloadAsync);
    }

    private async Task IndexAsync(HttpContext context)
    {
        guard.RequireEnabled();
        bool onlyReady;
        using (var body = await ReadBodyAsync(context))
        {
            onlyReady = RepositoryBody.ReadIndex(body.Memory.Span);
        }

        await replies.SendAsync(
            context,
            (index: registry.GetIndex(), onlyReady),
            static (state, reply) => RepositoryIndex.Write(reply.Json, state.index, state.onlyReady));
    }

    private async Task LoadAsync(HttpContext context)
    {
        guard.RequireAccess(context);
        var model = RouteNames.Model(context);
        using (var body = await ReadBodyAsync(context))
        {
            RepositoryBody.ReadLoad(body.Memory.Span);
        }

        // A load outlives its client: one that gives up waiting must not leave the model half loaded.
        HttpLog.Repository(logger, "load", LogText.Clean(model));
        await registry.LoadAsync(model, lifetime.ApplicationStopping);
        await replies.SendModelFlagAsync(context, model, "load");
    }

    private async Task UnloadAsync(HttpContext context)
    {
        guard.RequireAccess(context);
        var model = RouteNames.Model(context);
        using (var body = await ReadBodyAsync(context))
        {
            RepositoryBody.ReadUnload(body.Memory.Span);
        }

        HttpLog.Repository(logger, "unload", LogText.Clean(model));
        await registry.UnloadAsync(model, lifetime.ApplicationStopping);
        await replies.SendModelFlagAsync(context, model, "unload");
    }

    private async ValueTask<RequestBody> ReadBodyAsync(HttpContext context)
    {
        var body = await bodies.ReadAsync(context, BodyReader.ControlLimit, jsonLength: 0, context.RequestAborted);
        if (body.Memory.Length > 0 && !MediaTypes.Is(context.Request.ContentType, MediaTypes.Json))
        {
            body.Dispose();
            throw Refusal.UnsupportedMediaType("Content-Type: 'application/json' in UTF-8 was expected.");
        }

        return body;
    }
}
