namespace KServe.ControlPlane;

/// <summary>What a handler works on.</summary>
internal sealed record ReconcileContext(Resource Resource, long Generation, ResourceStatus? Previous)
{
    /// <summary>Gets all resources that are wanted.</summary>
    public required IReadOnlyCollection<Resource> All { get; init; }

    /// <summary>Gets where a status goes while the work goes on.</summary>
    public required Action<ResourceStatus> Report { get; init; }
}
