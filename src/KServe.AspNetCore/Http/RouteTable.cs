using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KServe.AspNetCore;

/// <summary>Adds routes to an application, each inside the gate and the error contract.</summary>
internal sealed class RouteTable(IEndpointRouteBuilder endpoints, RequestGate gate, ErrorResponder errors)
{
    public IEndpointConventionBuilder Add(string pattern, RequestDelegate? get = null, RequestDelegate? post = null)
    {
        var handler = new RouteHandler(gate, errors, get, post);
        return endpoints.Map(pattern, handler.InvokeAsync).WithDisplayName($"KServe {pattern}");
    }
}
