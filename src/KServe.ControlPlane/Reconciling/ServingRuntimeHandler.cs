namespace KServe.ControlPlane;

/// <summary>Takes runtimes in; services look them up when they are planned.</summary>
internal sealed class ServingRuntimeHandler : IResourceHandler
{
    public bool Handles(ResourceKind kind) => kind.Name is "ServingRuntime" or "ClusterServingRuntime";

    public Task<ResourceStatus> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new ResourceStatus(context.Generation, [Condition.True(ResourceStatus.Ready)]));

    public Task DeleteAsync(Resource resource, CancellationToken cancellationToken) => Task.CompletedTask;
}
