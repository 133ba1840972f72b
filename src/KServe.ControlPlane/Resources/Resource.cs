namespace KServe.ControlPlane;

/// <summary>A resource that was read and found right; immutable.</summary>
internal sealed record Resource(ResourceKey Key, ResourceKind Kind, MappingNode Root, string File)
{
    /// <summary>Gets what was accepted and means nothing here.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    public Fields Fields => new(Root, "");

    public Fields Spec => Fields["spec"];

    /// <summary>Gets what a cluster would keep of it, to tell whether a new text changes anything.</summary>
    public string Content { get; init; } = "";

    public string? Annotation(string name) => Fields["metadata"]["annotations"].GetText(name);
}
