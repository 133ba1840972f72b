using KServe.AspNetCore.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Answers, in the protocols' own form, requests below their paths that no route took.</summary>
/// <remarks>
/// Stands at the end of the pipeline and is no route: a catch-all route would be a candidate of every request below its
/// prefix, and routing would copy the rest of the path for each.
/// </remarks>
internal sealed class UnmatchedRequests(RequestGate gate, ErrorResponder errors, GrpcErrors grpcErrors) : IStartupFilter
{
    private readonly RequestDelegate _http = new RouteHandler(gate, errors).InvokeAsync;
    private readonly RequestDelegate _grpc = new GrpcMethod(
        gate, grpcErrors, static _ => throw InferenceException.Unimplemented("There is no such method.")).InvokeAsync;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        app.Use(following => context => Select(context, following)(context));
    };

    private RequestDelegate Select(HttpContext context, RequestDelegate following)
    {
        var path = context.Request.Path;
        if (HttpMethods.IsPost(context.Request.Method) && GrpcServices.IsBelow(path.Value))
        {
            return _grpc;
        }

        return path.StartsWithSegments("/v2", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/v1/models", StringComparison.OrdinalIgnoreCase) ? _http : following;
    }
}
