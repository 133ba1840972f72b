namespace KServe.Graphs;

/// <summary>Calls the target of a step, with its deadline, its trace and its metrics.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class StepCaller(
    CompiledGraph graph,
    LocalServices local,
    RemoteServices remote,
    GraphMetrics metrics,
    TimeProvider time)
{
    private const int TimedOut = 504;

    public async ValueTask<GraphMessage> CallAsync(
        GraphRun run,
        CompiledNode node,
        CompiledStep step,
        GraphMessage input,
        bool isLast,
        CancellationToken cancellationToken)
    {
        using var call = metrics.Start(graph.Name, node.Name, step.Key);
        var answer = graph.ServiceTimeout is { } timeout
            ? await CallAsync(run, step, input, isLast, timeout, cancellationToken)
            : await CallAsync(run, step, input, isLast, cancellationToken);
        call.End(answer.Status);
        return answer;
    }

    private async ValueTask<GraphMessage> CallAsync(
        GraphRun run,
        CompiledStep step,
        GraphMessage input,
        bool isLast,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        // Both live as long as the run: an answer in parts is still read under them.
        var deadline = run.Own(new CancellationTokenSource(timeout, time));
        var linked = run.Own(CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token));
        try
        {
            return await CallAsync(run, step, input, isLast, linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return GraphFailure.Routing(
                run, TimedOut, $"step '{step.Key}' did not answer within {timeout.TotalSeconds:0.###} s");
        }
    }

    private ValueTask<GraphMessage> CallAsync(
        GraphRun run,
        CompiledStep step,
        GraphMessage input,
        bool isLast,
        CancellationToken cancellationToken) => step.Service is { } service
        ? local.CallAsync(run, service, input, isLast, cancellationToken)
        : remote.CallAsync(run, step, input, isLast, cancellationToken);
}
