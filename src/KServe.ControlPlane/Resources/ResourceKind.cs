namespace KServe.ControlPlane;

/// <summary>Describes a kind of resource: its names, its versions, and where it belongs.</summary>
public sealed class ResourceKind
{
    /// <summary>The API group of all kinds.</summary>
    public const string Group = "serving.kserve.io";

    private ResourceKind(string name, bool isNamespaced, string schema, params string[] versions)
    {
        Name = name;
        Plural = name.ToLowerInvariant() + "s";
        IsNamespaced = isNamespaced;
        SchemaName = schema;
        Versions = versions;
    }

    /// <summary>Gets every kind that is read.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        new("InferenceService", true, "InferenceService", "v1beta1"),
        new("InferenceGraph", true, "InferenceGraph", "v1alpha1"),
        new("ServingRuntime", true, "ServingRuntime", "v1alpha1"),
        new("ClusterServingRuntime", false, "ServingRuntime", "v1alpha1"),
        new("TrainedModel", true, "TrainedModel", "v1alpha1"),
        new("LLMInferenceService", true, "LLMInferenceService", "v1alpha2", "v1alpha1"),
        new("LLMInferenceServiceConfig", true, "LLMInferenceServiceConfig", "v1alpha2", "v1alpha1"),
        new("LocalModelCache", false, "LocalModelCache", "v1alpha1"),
        new("LocalModelNamespaceCache", true, "LocalModelCache", "v1alpha1"),
        new("LocalModelNodeGroup", false, "LocalModelNodeGroup", "v1alpha1"),
        new("LocalModelNode", false, "LocalModelNode", "v1alpha1"),
        new("ClusterStorageContainer", false, "ClusterStorageContainer", "v1alpha1"),
    ];

    /// <summary>Gets the name as resources write it, like <c>InferenceService</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the name as paths write it, like <c>inferenceservices</c>.</summary>
    public string Plural { get; }

    /// <summary>Gets whether resources of the kind lie in namespaces.</summary>
    public bool IsNamespaced { get; }

    /// <summary>Gets the versions that are read; the first is the one that is written.</summary>
    public IReadOnlyList<string> Versions { get; }

    internal string SchemaName { get; }

    /// <summary>Finds a kind by its name, plural, or the short form of <c>kubectl</c>.</summary>
    /// <param name="name">The name, in any letter case.</param>
    /// <returns>The kind, or <see langword="null"/>.</returns>
    public static ResourceKind? Find(string name)
    {
        var wanted = name switch
        {
            "isvc" => "InferenceService",
            "ig" => "InferenceGraph",
            "tm" => "TrainedModel",
            "llmisvc" => "LLMInferenceService",
            _ => name,
        };
        return All.FirstOrDefault(kind =>
            string.Equals(kind.Name, wanted, StringComparison.OrdinalIgnoreCase)
            || string.Equals(kind.Plural, wanted, StringComparison.OrdinalIgnoreCase));
    }

    internal static ResourceKind? FindExact(string name) =>
        All.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.Ordinal));
}
