using KServe.Graphs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>The routes of KServe's graph router: by the name in the path, and by the name of the host.</summary>
/// <remarks>
/// In a cluster each graph has a host of its own and takes a POST to any path. Here that is the root of a host whose
/// first label is the graph's name. As there, the body may be any JSON, whatever the Content-Type says; only pages in a
/// browser have to say that it is JSON, because without that they need not ask whether they may send it.
/// </remarks>
internal sealed class GraphRoutes(
    ModelRegistry registry,
    BodyReader bodies,
    Deadlines deadlines,
    GraphEndpoint graphs,
    ReplyPool replies,
    IOptions<KServeHttpOptions> options)
{
    private readonly int _maxBodySize = options.Value.MaxRequestBodySize;

    public void Map(RouteTable routes)
    {
        // An application's own routes of this name go first.
        routes.AddInference("/graphs/{model}", RunAsync, get: ReadyAsync)
            .Add(static endpoint => ((RouteEndpointBuilder)endpoint).Order = 1);
    }

    /// <summary>Answers a request to the root of a graph's host.</summary>
    public ValueTask RunByHostAsync(HttpContext context)
    {
        var host = context.Request.Host.Host;
        var end = host.IndexOf('.', StringComparison.Ordinal);
        var name = (end < 0 ? host : host[..end]).ToLowerInvariant();
        return ModelNames.GetError(name) is null && registry.GetModelNames().Contains(name, StringComparer.Ordinal)
            ? RunAsync(context, name)
            : throw Refusal.MethodNotAllowed(context, "GET, HEAD");
    }

    private ValueTask RunAsync(HttpContext context) => RunAsync(context, RouteNames.Model(context));

    private async ValueTask RunAsync(HttpContext context, string name)
    {
        if (context.Request.Headers.Origin.Count > 0)
        {
            MediaTypes.RequireJson(context.Request);
        }

        using var headers = new RequestHeaders(context.Request.Headers);
        using var lease = await PinAsync(name, headers, context.RequestAborted);
        var revision = lease.Revision;
        using var deadline = deadlines.Start(revision.RequestTimeout, context.RequestAborted);
        try
        {
            using var body = await bodies.ReadAsync(context, _maxBodySize, jsonLength: 0, deadline.Token);
            var call = new GraphCall(
                headers, body.Memory, InferenceProtocol.InProcess, GraphEndpoint.SendTo(context));
            await graphs.RunAsync(context, revision, call, deadline.Token);
        }
        catch (OperationCanceledException error) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new InferenceException(
                InferenceErrorCode.DeadlineExceeded,
                $"Graph with name {name} did not answer within {revision.RequestTimeout.TotalSeconds:0.###} s.",
                error);
        }
    }

    private async Task ReadyAsync(HttpContext context)
    {
        var name = RouteNames.Model(context);
        RouteNames.RequireModel(name);
        if (!await registry.IsReadyAsync(name, "", context.RequestAborted))
        {
            throw InferenceException.Unavailable($"Graph with name {name} is not ready.");
        }

        using var lease = await PinAsync(name, headers: null, context.RequestAborted);
        await replies.SendModelReadyAsync(context, name);
    }

    private async ValueTask<RevisionLease> PinAsync(
        string name,
        RequestHeaders? headers,
        CancellationToken cancellationToken)
    {
        var lease = await registry.PinAsync(name, "", headers, cancellationToken);
        if (InferenceGraphs.IsGraph(lease.Revision))
        {
            return lease;
        }

        lease.Dispose();
        throw InferenceException.NotFound($"Graph with name {name} does not exist.");
    }
}
