using System.Diagnostics.CodeAnalysis;
using KServe.ControlPlane;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore;

/// <summary>The paths under which Kubernetes keeps KServe's resources.</summary>
internal sealed class ControlPlaneRoutes(
    IServiceProvider services,
    RequestGate gate,
    ErrorResponder errors,
    ControlPlaneGuard guard,
    BodyReader bodies)
{
    private const string Group = $"/apis/{ResourceKind.Group}";
    private const string Kind = $"{Group}/{{version}}/{{plural}}";
    private const string NamespacedKind = $"{Group}/{{version}}/namespaces/{{ns}}/{{plural}}";

    /// <summary>Maps the paths if the host has resources and lets anybody at them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        if (!guard.IsEnabled || services.GetService<ResourceController>() is not { } controller)
        {
            return;
        }

        var calls = new ControlPlaneCalls(controller, bodies);
        Add(endpoints, Group, new(StringComparer.Ordinal) { ["GET"] = calls.ListAllAsync, ["POST"] = calls.ApplyAllAsync });
        foreach (var pattern in (ReadOnlySpan<string>)[Kind, NamespacedKind])
        {
            Add(endpoints, pattern, new(StringComparer.Ordinal) { ["GET"] = calls.ListAsync, ["POST"] = calls.ApplyAsync });
            Add(endpoints, pattern + "/{name}", new(StringComparer.Ordinal)
            {
                ["GET"] = calls.GetAsync,
                ["PUT"] = calls.ApplyAsync,
                ["PATCH"] = calls.ApplyAsync,
                ["DELETE"] = calls.DeleteAsync,
            });
            Add(endpoints, pattern + "/{name}/status", new(StringComparer.Ordinal) { ["GET"] = calls.GetAsync });
        }
    }

    private void Add(IEndpointRouteBuilder endpoints, string pattern, Dictionary<string, RequestDelegate> calls) =>
        endpoints.Map(pattern, context => InvokeAsync(context, calls)).WithDisplayName($"KServe {pattern}");

    [SuppressMessage("Design", "CA1031", Justification = "One place turns whatever failed into an answer.")]
    private async Task InvokeAsync(HttpContext context, Dictionary<string, RequestDelegate> calls)
    {
        try
        {
            gate.Admit(context);
            guard.RequireAccess(context);
            if (!calls.TryGetValue(context.Request.Method, out var call))
            {
                throw Refusal.MethodNotAllowed(context, string.Join(", ", calls.Keys));
            }

            await call(context);
        }
        catch (ResourceException error) when (!context.Response.HasStarted)
        {
            await KubernetesReplies.SendErrorsAsync(context, error.Errors);
        }
        catch (Exception error)
        {
            await errors.RespondAsync(context, error);
        }
    }
}
