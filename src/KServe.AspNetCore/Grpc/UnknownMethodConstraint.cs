using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KServe.AspNetCore.Grpc;

/// <summary>Takes paths of services that are ours by their name, and leaves all others to the application.</summary>
internal sealed class UnknownMethodConstraint : IRouteConstraint
{
    public bool Match(
        HttpContext? httpContext,
        IRouter? route,
        string routeKey,
        RouteValueDictionary values,
        RouteDirection routeDirection) =>
        values[routeKey] is string service
        && (service.StartsWith("inference.", StringComparison.Ordinal)
            || string.Equals(service, GrpcServices.Health, StringComparison.Ordinal));
}
