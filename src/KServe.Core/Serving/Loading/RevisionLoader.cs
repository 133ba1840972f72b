namespace KServe;

/// <summary>Brings artifacts and builds revisions, each within the model's time for loads.</summary>
internal sealed class RevisionLoader(RevisionFactory factory, TimeProvider time)
{
    public Task<IReadOnlyList<VersionPlan>> PlanAsync(
        ModelDefinition definition,
        CancellationToken cancellationToken) =>
        RunAsync(definition, token => factory.PlanAsync(definition, token), static _ => { }, cancellationToken);

    public Task<ModelRevision> CreateAsync(
        VersionPlan plan,
        IProgress<double> progress,
        CancellationToken cancellationToken) =>
        RunAsync(
            plan.Definition,
            token => factory.CreateAsync(plan, progress, token),
            static revision => revision.Retire(),
            cancellationToken);

    private async Task<T> RunAsync<T>(
        ModelDefinition definition,
        Func<CancellationToken, Task<T>> run,
        Action<T> discard,
        CancellationToken cancellationToken)
    {
        var limit = definition.Options.LoadTimeout;
        using var timeout = new CancellationTokenSource(limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var running = run(linked.Token);
        try
        {
            return await running.WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException error)
            when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // A loader that ignores cancellation must not keep its model from all other changes: what it brings late
            // is thrown away.
            _ = DiscardAsync(running, discard);
            throw new InferenceException(
                InferenceErrorCode.DeadlineExceeded,
                $"Model with name {definition.Name} did not load within {limit.TotalSeconds:0.###} s.",
                error);
        }
    }

    private static async Task DiscardAsync<T>(Task<T> running, Action<T> discard)
    {
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.IsCompletedSuccessfully)
        {
            discard(await running);
        }
    }
}
