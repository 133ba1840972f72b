namespace KServe.ControlPlane;

/// <summary>What one text holds: resources, or what is wrong with it.</summary>
internal sealed record ResourceSet(IReadOnlyList<Resource> Resources, IReadOnlyList<ResourceError> Errors)
{
    /// <summary>Gets the documents that are no resources of KServe and were passed over.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];
}
