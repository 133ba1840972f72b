using Microsoft.Extensions.Logging;

namespace KServe.ControlPlane;

/// <summary>Makes models of TrainedModels, each beside the InferenceService that it names.</summary>
/// <remarks>
/// A host that keeps models on demand gets them registered, and loads them when they are called; others load them at
/// once.
/// </remarks>
internal sealed class TrainedModelHandler(
    ModelRegistry registry,
    ModelOwners owners,
    StorageAddress storage,
    IEnumerable<IOnDemandModels> onDemand,
    ILogger<TrainedModelHandler> logger) : ModelHandler(registry, owners, logger), IResourceHandler
{
    private readonly IOnDemandModels? _onDemand = onDemand.LastOrDefault();

    public bool Handles(ResourceKind kind) => kind.Name == "TrainedModel";

    public async Task<ResourceStatus> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        var (resource, spec) = (context.Resource, context.Resource.Spec);
        var parent = new ResourceKey(
            "InferenceService", resource.Key.Namespace, spec.GetText("inferenceService") ?? "");
        if (context.All.All(other => other.Key != parent))
        {
            await DeleteAsync(resource, cancellationToken);
            return Fail("InferenceServiceReady", "InferenceServiceNotFound", $"there is no {parent}");
        }

        try
        {
            await DefineAsync(resource.Key, spec["model"], cancellationToken);
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
                Condition.True(ResourceStatus.Ready) with
                {
                    Message = _onDemand is null ? "" : "registered; loaded when it is called",
                },
            ])
        { ServedGeneration = context.Generation };

        ResourceStatus Fail(string type, string reason, string message) => new(
            context.Generation,
            [Condition.False(type, reason, message), Condition.False(ResourceStatus.Ready, reason, message)]);
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
            await _onDemand.UnregisterAsync(name, cancellationToken);
        }
    }

    private Task DefineAsync(ResourceKey key, Fields model, CancellationToken cancellationToken)
    {
        var uri = storage.Map(model.GetText("storageUri") ?? "");
        var format = model.GetText("framework");
        if (_onDemand is null)
        {
            return DefineAsync(
                key,
                key.Name,
                builder => (builder.Options.Uri, builder.Options.Format) = (uri, format),
                cancellationToken);
        }

        return ChangeAsync(key, key.Name, Register, cancellationToken);

        Task Register()
        {
            _onDemand.Register(key.Name, uri, format, SizeOf(model));
            return Task.CompletedTask;
        }
    }

    // What the resource declares stands until a load has measured it.
    private static long? SizeOf(Fields model) =>
        model.GetText("memory") is { } memory
        && Quantity.TryParse(memory, out var bytes)
        && bytes is >= 1 and < long.MaxValue / 2
            ? (long)bytes
            : null;
}
