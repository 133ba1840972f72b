namespace KServe.ControlPlane;

/// <summary>A resource that is wanted, and what is known of it; immutable.</summary>
internal sealed record ResourceEntry(Resource Resource, Guid Id, DateTimeOffset Created)
{
    public long Generation { get; init; } = 1;

    /// <summary>Gets the owner that may change the resource: a path that is watched, or the API.</summary>
    public string Owner { get; init; } = "";

    public ResourceStatus? Status { get; init; }
}
