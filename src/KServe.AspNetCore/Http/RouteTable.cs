using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KServe.AspNetCore;

/// <summary>Adds routes to an application, each inside the gate and the error contract.</summary>
internal sealed class RouteTable(IEndpointRouteBuilder endpoints, RequestGate gate, ErrorResponder errors)
{
    public IEndpointConventionBuilder Add(
        string pattern,
        RequestDelegate? get = null,
        RequestDelegate? post = null,
        RequestDelegate? delete = null) =>
        Add(pattern, new RouteHandler(gate, errors, ToCall(get), ToCall(post), ToCall(delete)));

    public IEndpointConventionBuilder AddInference(string pattern, RequestCall post, RequestDelegate? get = null) =>
        Add(pattern, new RouteHandler(gate, errors, ToCall(get), post));

    private static RequestCall? ToCall(RequestDelegate? handler) =>
        handler is null ? null : context => new ValueTask(handler(context));

    private IEndpointConventionBuilder Add(string pattern, RouteHandler handler) =>
        endpoints.Map(pattern, handler.InvokeAsync).WithDisplayName($"KServe {pattern}");
}
