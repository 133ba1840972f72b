using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Makes models of InferenceServices.</summary>
internal sealed class InferenceServiceHandler(
    ModelRegistry registry,
    ModelOwners owners,
    ServiceMapper mapper,
    ServiceRollouts rollouts,
    RolledOutServices rolledOut,
    ILogger<InferenceServiceHandler> logger) : ModelHandler(registry, owners, logger), IResourceHandler
{
    private const string StopAnnotation = "serving.kserve.io/stop";

    public bool Handles(ResourceKind kind) => kind.Name == "InferenceService";

    public async Task<ResourceStatus> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        var key = context.Resource.Key;
        var status = new ServiceStatus(context);
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
                await ChangeAsync(key, plan.ModelName, ApplyAsync, cancellationToken, plan.ServedNames);
            }

            return status.Loaded(plan, rollouts.Find(key));

            async Task ApplyAsync()
            {
                await RestoreAsync(context, plan.ModelName, cancellationToken);
                await rollouts.ApplyAsync(context, plan, cancellationToken);
            }
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

    // A predictor with a share needs the one that has the rest; a former process may have kept it.
    private async Task RestoreAsync(ReconcileContext context, string modelName, CancellationToken cancellationToken)
    {
        var former = rolledOut.Take(context.Resource.Key);
        var hasShare = context.Resource.Spec["predictor"]["canaryTrafficPercent"].Integer is < 100;
        if (former is null || !hasShare || rollouts.Find(context.Resource.Key) is not null)
        {
            return;
        }

        try
        {
            var plan = mapper.Map(former, context.All);
            if (plan.ModelName == modelName && !plan.IsMultiModel)
            {
                await rollouts.RestoreAsync(former, plan, cancellationToken);
            }
        }
        catch (Exception failure)
            when (failure is PlanException or InferenceException or OptionsValidationException)
        {
            // Then the new predictor has all requests, as the first one of a service has.
            ControlPlaneLog.NotRestored(logger, context.Resource.Key, failure.Message);
        }
    }
}
