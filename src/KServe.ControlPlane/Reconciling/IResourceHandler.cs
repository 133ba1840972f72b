namespace KServe.ControlPlane;

/// <summary>Makes this process be as resources of a kind say.</summary>
/// <remarks>Called for one generation of a resource after the other; for different resources at the same time.</remarks>
internal interface IResourceHandler
{
    bool Handles(ResourceKind kind);

    /// <summary>Works until the resource is as it says, or cannot be.</summary>
    Task<ResourceStatus> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken);

    /// <summary>Takes back what the resource brought about.</summary>
    Task DeleteAsync(Resource resource, CancellationToken cancellationToken);
}
