using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>The model repository extension: index, load and unload.</summary>
internal sealed class RepositoryRoutes(
    ModelRegistry registry,
    BodyReader bodies,
    ReplyPool replies,
    IHostApplicationLifetime lifetime,
    IOptions<KServeHttpOptions> options,
    ILogger<RepositoryRoutes> logger)
{
    private readonly RepositoryAccess _access = options.Value.RepositoryApi;

    public void Map(RouteTable routes)
    {
        routes.Add("/v2/repository/index", post: IndexAsync);
        routes.Add("/v2/repository/models/{model}/load", post: LoadAsync);
        routes.Add("/v2/repository/models/{model}/unload", post: UnloadAsync);
    }

    private async Task IndexAsync(HttpContext context)
    {
        RequireEnabled();
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
        RequireAccess(context);
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
        RequireAccess(context);
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

    private void RequireEnabled()
    {
        if (_access == RepositoryAccess.Disabled)
        {
            throw Refusal.Forbidden("The repository API is disabled.");
        }
    }

    private void RequireAccess(HttpContext context)
    {
        RequireEnabled();
        if (_access == RepositoryAccess.Loopback && !IsLoopback(context.Connection.RemoteIpAddress))
        {
            throw Refusal.Forbidden("The repository API takes requests from this machine only.");
        }

        // Any page in a browser on this machine can post here; browsers say so.
        var site = context.Request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0 && site.ToString() is not ("same-origin" or "none"))
        {
            throw Refusal.Forbidden("The repository API takes no requests from other sites.");
        }
    }

    // Without an address the client is in this process or on a Unix socket.
    private static bool IsLoopback(IPAddress? address) =>
        address is null
        || IPAddress.IsLoopback(address)
        || (address.IsIPv4MappedToIPv6 && IPAddress.IsLoopback(address.MapToIPv4()));
}
