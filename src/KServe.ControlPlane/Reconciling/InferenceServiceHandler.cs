using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Makes models of InferenceServices.</summary>
internal sealed class InferenceServiceHandler(
    ModelRegistry registry,
    ModelOwners owners,
    ServiceMapper mapper,
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
            await RemoveAsync(key, except: null, cancellationToken);
            return status.Stopped();
        }

        try
        {
            var plan = mapper.Map(context.Resource, context.All);
            context.Report(status.Loading());
            if (plan.IsMultiModel)
            {
                await RemoveAsync(key, except: null, cancellationToken);
            }
            else
            {
                await DefineAsync(key, plan.ModelName, plan.Configure, cancellationToken);
            }

            return status.Loaded(plan);
        }
        catch (PlanException failure)
        {
            return status.Failed(failure);
        }
    }

    public Task DeleteAsync(Resource resource, CancellationToken cancellationToken) =>
        RemoveAsync(resource.Key, except: null, cancellationToken);
}
