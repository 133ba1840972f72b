using Microsoft.Extensions.Logging;

namespace KServe.ControlPlane;

/// <summary>Makes models of TrainedModels, each beside the InferenceService that it names.</summary>
internal sealed class TrainedModelHandler(
    ModelRegistry registry,
    ModelOwners owners,
    StorageAddress storage,
    ILogger<TrainedModelHandler> logger) : ModelHandler(registry, owners, logger), IResourceHandler
{
    public bool Handles(ResourceKind kind) => kind.Name == "TrainedModel";

    public async Task<ResourceStatus> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        var (resource, spec) = (context.Resource, context.Resource.Spec);
        var parent = new ResourceKey("InferenceService", resource.Key.Namespace, spec.GetText("inferenceService") ?? "");
        if (context.All.All(other => other.Key != parent))
        {
            await RemoveAsync(resource.Key, except: null, cancellationToken);
            return Fail("InferenceServiceReady", "InferenceServiceNotFound", $"there is no {parent}");
        }

        try
        {
            await DefineAsync(
                resource.Key,
                resource.Key.Name,
                model =>
                {
                    model.Options.Uri = storage.Map(spec["model"].GetText("storageUri") ?? "");
                    model.Options.Format = spec["model"].GetText("framework");
                },
                cancellationToken);
        }
        catch (PlanException failure)
        {
            return Fail("FrameworkSupported", failure.Reason, failure.Message);
        }

        return new ResourceStatus(
            context.Generation,
            [
                Condition.True("InferenceServiceReady"), Condition.True("FrameworkSupported"),
                Condition.True("MemoryResourceAvailable"), Condition.True("IsMMSPredictor"),
                Condition.True(ResourceStatus.Ready),
            ])
        { ServedGeneration = context.Generation };

        ResourceStatus Fail(string type, string reason, string message) => new(
            context.Generation,
            [Condition.False(type, reason, message), Condition.False(ResourceStatus.Ready, reason, message)]);
    }

    public Task DeleteAsync(Resource resource, CancellationToken cancellationToken) =>
        RemoveAsync(resource.Key, except: null, cancellationToken);
}
