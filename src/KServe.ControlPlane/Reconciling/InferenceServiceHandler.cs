using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Makes models of InferenceServices.</summary>
internal sealed class InferenceServiceHandler(
    ModelRegistry registry,
    ModelOwners owners,
    ServiceMapper mapper,
    ServiceRollouts rollouts,
    IOptions<ControlPlaneOptions> options,
    ILogger<InferenceServiceHandler> logger) : ModelHandler(registry, owners, logger), IResourceHandler
{
    private const string StopAnnotation = "serving.kserve.io/stop";

    public bool Handles(ResourceKind kind) => kind.Name == "InferenceService";

    public async Task<ResourceStatus> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        var key = context.Resource.Key;
        var status = new ServiceStatus(context, options.Value.BaseUrl);
        if (string.Equals(context.Resource.Annotation(StopAnnotation), "true", StringComparison.OrdinalIgnoreCase))
        {
            rollouts.Forget(key);
            await RemoveAsync(key, except: null, cancellationToken);
            return status.Stopped();
        }

        try
        {
            var plan = mapper.Map(context.Resource, context.All);
            context.Report(status.Loading());
            if (plan.IsMultiModel)
            {
                rollouts.Forget(key);
                await RemoveAsync(key, except: null, cancellationToken);
            }
            else
            {
                await ChangeAsync(key, plan.ModelName, ApplyAsync, cancellationToken);
            }

            return status.Loaded(plan, rollouts.Find(key));

            Task ApplyAsync() => rollouts.ApplyAsync(
                context,
                plan,
                () => Registry.DefineAsync(plan.ModelName, plan.Configure, cancellationToken),
                cancellationToken);
        }
        catch (PlanException failure)
        {
            return status.Failed(failure, rollouts.Find(key));
        }
    }

    public Task DeleteAsync(Resource resource, CancellationToken cancellationToken)
    {
        rollouts.Forget(resource.Key);
        return RemoveAsync(resource.Key, except: null, cancellationToken);
    }
}
