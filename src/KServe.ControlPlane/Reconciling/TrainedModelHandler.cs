using Microsoft.Extensions.Logging;

namespace KServe.ControlPlane;

/// <summary>Makes models of TrainedModels, each beside the InferenceService that it names.</summary>
/// <remarks>
/// A host that keeps models on demand gets them, and has them in memory while there is room; others load all of them.
/// </remarks>
internal sealed class TrainedModelHandler(
    ModelRegistry registry,
    ModelOwners owners,
    StorageAddress storage,
    IEnumerable<IOnDemandModels> onDemand,
    ILogger<TrainedModelHandler> logger) : ModelHandler(registry, owners, logger), IResourceHandler
{
    private const string ServiceReady = "InferenceServiceReady";
    private const string Framework = "FrameworkSupported";
    private const string Memory = "MemoryResourceAvailable";

    private readonly IOnDemandModels? _onDemand = onDemand.LastOrDefault();

    public bool Handles(ResourceKind kind) => kind.Name == "TrainedModel";

    public async Task<ResourceStatus> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        var resource = context.Resource;
        var parent = new ResourceKey(
            "InferenceService", resource.Key.Namespace, resource.Spec.GetText("inferenceService") ?? "");
        if (context.All.FirstOrDefault(other => other.Key == parent) is not { } service)
        {
            await DeleteAsync(resource, cancellationToken);
            return Fail(context, ServiceReady, "InferenceServiceNotFound", $"there is no {parent}");
        }

        try
        {
            if (_onDemand is null)
            {
                await LoadAsync(resource, cancellationToken);
                return Done(context, "");
            }

            OnDemandModelStatus status = default;
            await ChangeAsync(
                resource.Key,
                resource.Key.Name,
                async () => status = await _onDemand.ApplyAsync(Describe(resource, service), cancellationToken),
                cancellationToken);
            return status switch
            {
                { IsMemoryAvailable: false } => Fail(
                    context, Memory, "MemoryResourceNotAvailable", $"the memory of {parent} is not enough for it"),
                { Error: { } error } => Fail(context, Framework, "ModelLoadFailed", error),
                { IsLoaded: false } => Done(context, "there is no room for it now; it is loaded when it is called"),
                _ => Done(context, ""),
            };
        }
        catch (PlanException failure)
        {
            return Fail(context, Framework, failure.Reason, failure.Message);
        }
    }

    public async Task DeleteAsync(Resource resource, CancellationToken cancellationToken)
    {
        if (_onDemand is null)
        {
            await RemoveAsync(resource.Key, except: null, cancellationToken);
            return;
        }

        foreach (var name in Owners.Release(resource.Key))
        {
            await _onDemand.RemoveAsync(name, cancellationToken);
        }
    }

    private Task LoadAsync(Resource resource, CancellationToken cancellationToken)
    {
        var model = resource.Spec["model"];
        return DefineAsync(
            new OwnedModel(resource.Key, resource.Key.Name, resource.Content),
            builder =>
            {
                builder.Options.Uri = storage.Map(model.GetText("storageUri") ?? "");
                builder.Options.Format = model.GetText("framework");
            },
            cancellationToken);
    }

    // As KServe's controller: the limit of the service's predictor bounds the memory that its models name.
    private OnDemandModel Describe(Resource resource, Resource service)
    {
        var model = resource.Spec["model"];
        var predictor = service.Spec["predictor"];
        return new OnDemandModel(resource.Key.Name, storage.Map(model.GetText("storageUri") ?? ""))
        {
            Format = model.GetText("framework"),
            Memory = model.GetText("memory"),
            Group = service.Key.ToString(),
            GroupMemory = Frameworks.SectionNames
                .Select(name => predictor[name]["resources"]["limits"].GetText("memory"))
                .FirstOrDefault(static memory => memory is not null),
        };
    }

    private static ResourceStatus Done(ReconcileContext context, string message) => new(
        context.Generation,
        [
            Condition.True(ServiceReady), Condition.True(Framework), Condition.True(Memory),
            Condition.True("IsMMSPredictor"), Condition.True(ResourceStatus.Ready) with { Message = message },
        ])
    {
        ServedGeneration = context.Generation,
        Details = url => new NodeBuilder()
            .Add("url", url is null ? null : $"{url}/v1/models/{context.Resource.Key.Name}:predict")
            .Build(),
    };

    private static ResourceStatus Fail(ReconcileContext context, string type, string reason, string message) => new(
        context.Generation,
        [Condition.False(type, reason, message), Condition.False(ResourceStatus.Ready, reason, message)]);
}
