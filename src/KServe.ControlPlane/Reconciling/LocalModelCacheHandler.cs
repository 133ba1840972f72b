namespace KServe.ControlPlane;

/// <summary>Brings models to this host ahead of the services that will serve them.</summary>
/// <remarks>What was brought stays when the resource goes: services may be serving from it.</remarks>
internal sealed class LocalModelCacheHandler(StorageResolver storage, StorageAddress addresses) : IResourceHandler
{
    // The one node there is.
    private const string Node = "this-host";

    public bool Handles(ResourceKind kind) => kind.Name is "LocalModelCache" or "LocalModelNamespaceCache";

    public async Task<ResourceStatus> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (context.Previous is { ServedGeneration: > 0 } previous
            && previous.ServedGeneration == context.Generation)
        {
            return previous with { Details = Details(context, "NodeDownloaded") };
        }

        context.Report(new ResourceStatus(
            context.Generation,
            [Condition.Unknown(ResourceStatus.Ready, "Downloading", "the model is being downloaded")])
        {
            IsSettled = false,
            Details = Details(context, "NodeDownloading"),
        });
        var uri = addresses.Map(context.Resource.Spec.GetText("sourceModelUri") ?? "");
        try
        {
            await storage.DownloadAsync(uri, progress: null, cancellationToken);
        }
        catch (InferenceException failure)
        {
            return new ResourceStatus(
                context.Generation, [Condition.False(ResourceStatus.Ready, "DownloadFailed", failure.Message)])
            {
                Details = Details(context, "NodeDownloadError"),
            };
        }

        return new ResourceStatus(context.Generation, [Condition.True(ResourceStatus.Ready)])
        {
            ServedGeneration = context.Generation,
            Details = Details(context, "NodeDownloaded"),
        };
    }

    public Task DeleteAsync(Resource resource, CancellationToken cancellationToken) => Task.CompletedTask;

    private static Func<string?, MappingNode> Details(ReconcileContext context, string state)
    {
        var details = new NodeBuilder()
            .Add("nodeStatus", new NodeBuilder().Add(Node, state).Build())
            .Add("copies", new NodeBuilder()
                .Add("available", state == "NodeDownloaded" ? 1 : 0)
                .Add("total", 1)
                .Add("failed", state == "NodeDownloadError" ? 1 : 0)
                .Build())
            .AddList("inferenceServices", FindServices(context))
            .Build();
        return _ => details;
    }

    // As on a cluster: services whose models lie at the address of the cache, or below it.
    private static IEnumerable<Node> FindServices(ReconcileContext context)
    {
        var source = (context.Resource.Spec.GetText("sourceModelUri") ?? "").TrimEnd('/');
        var space = context.Resource.Key.Namespace;
        return context.All
            .Where(other => other.Key.Kind == "InferenceService" && (space.Length == 0 || other.Key.Namespace == space))
            .Where(other => UrisOf(other.Spec["predictor"]).Any(uri => uri.TrimEnd('/') == source
                || uri.StartsWith(source + "/", StringComparison.Ordinal)))
            .OrderBy(static other => other.Key.ToString(), StringComparer.Ordinal)
            .Select(static other => new NodeBuilder()
                .Add("name", other.Key.Name)
                .Add("namespace", other.Key.Namespace)
                .Build());
    }

    private static IEnumerable<string> UrisOf(Fields predictor) => Frameworks.SectionNames
        .Select(name => predictor[name].GetText("storageUri"))
        .Concat(predictor["storageUris"].Items.Select(static item => item.GetText("uri")))
        .OfType<string>();
}
