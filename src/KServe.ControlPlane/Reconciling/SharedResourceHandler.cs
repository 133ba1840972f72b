namespace KServe.ControlPlane;

/// <summary>Takes in what services look up when they are planned: runtimes, and presets of language models.</summary>
internal sealed class SharedResourceHandler : IResourceHandler
{
    public bool Handles(ResourceKind kind) =>
        kind.Name is "ServingRuntime" or "ClusterServingRuntime" or LanguageModelMapper.Preset;

    public Task<ResourceStatus> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new ResourceStatus(context.Generation, [Condition.True(ResourceStatus.Ready)]));

    public Task DeleteAsync(Resource resource, CancellationToken cancellationToken) => Task.CompletedTask;
}
