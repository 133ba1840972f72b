using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KServe.AspNetCore;

/// <summary>All routes of the protocols over HTTP.</summary>
internal sealed class KServeRoutes(
    RequestGate gate,
    ErrorResponder errors,
    ReplyPool replies,
    V1Routes v1,
    V2Routes v2,
    GraphRoutes graphs,
    RepositoryRoutes repository,
    OpenAiRoutes openAi,
    GenerateRoutes generate,
    ControlPlaneRoutes controlPlane,
    MetricsRoute metrics)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var routes = new RouteTable(endpoints, gate, errors);

        // An application's own page at the root, or its own metrics, go first.
        routes.AddInference("/", graphs.RunByHostAsync, get: AliveAsync)
            .Add(static endpoint => ((RouteEndpointBuilder)endpoint).Order = 1);
        routes.Add("/metrics", get: metrics.GetAsync)
            .Add(static endpoint => ((RouteEndpointBuilder)endpoint).Order = 1);
        v1.Map(routes);
        v2.Map(routes);
        graphs.Map(routes);
        repository.Map(routes);
        openAi.Map(endpoints);
        generate.Map(endpoints);
        controlPlane.Map(endpoints);
    }

    private Task AliveAsync(HttpContext context) => replies.SendAsync(context, """{"status":"alive"}"""u8);
}
