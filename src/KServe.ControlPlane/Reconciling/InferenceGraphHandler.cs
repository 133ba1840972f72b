using KServe.Graphs;
using Microsoft.Extensions.Logging;

namespace KServe.ControlPlane;

/// <summary>Makes models of InferenceGraphs.</summary>
internal sealed class InferenceGraphHandler(
    ModelRegistry registry,
    ModelOwners owners,
    ILogger<InferenceGraphHandler> logger) : ModelHandler(registry, owners, logger), IResourceHandler
{
    public bool Handles(ResourceKind kind) => kind.Name == "InferenceGraph";

    public async Task<ResourceStatus> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        var key = context.Resource.Key;

        // A step finds its service when it is called: services that come and go need no new graph.
        if (context.Previous is { ServedGeneration: > 0 } previous
            && previous.ServedGeneration == context.Generation)
        {
            return previous;
        }

        var graph = GraphMapper.Map(context.Resource);
        try
        {
            if (InferenceGraphValidator.Validate(graph) is { Count: > 0 } errors)
            {
                throw new PlanException(ContainerRole.Predictor, "InvalidGraph", string.Join("; ", errors));
            }

            await DefineAsync(
                new OwnedModel(key, key.Name, context.Resource.Content),
                model =>
                {
                    InferenceGraphs.Configure(graph, model);
                    model.UsePredictor(services => InferenceGraphs.CreatePredictor(services, graph));
                },
                cancellationToken);
        }
        catch (Exception failure) when (failure is PlanException or ArgumentException)
        {
            var reason = (failure as PlanException)?.Reason ?? "InvalidGraph";
            return new ResourceStatus(
                context.Generation, [Condition.False(ResourceStatus.Ready, reason, failure.Message)])
            {
                ServedGeneration = context.Previous?.ServedGeneration ?? 0,
            };
        }

        List<Condition> conditions = [Condition.True(ResourceStatus.Ready)];
        if (context.Resource.Notices.Count > 0)
        {
            var notices = string.Join("; ", context.Resource.Notices);
            conditions.Add(Condition.False("AllFieldsActedOn", "FieldsAccepted", notices) with { Severity = "Info" });
        }

        return new ResourceStatus(context.Generation, conditions)
        {
            ServedGeneration = context.Generation,
            Details = url => new NodeBuilder().Add("url", url is null ? null : $"{url}/graphs/{key.Name}").Build(),
        };
    }

    public Task DeleteAsync(Resource resource, CancellationToken cancellationToken) =>
        RemoveAsync(resource.Key, except: null, cancellationToken);
}
