namespace KServe.Graphs;

internal sealed partial class GraphExecutor
{
    private async ValueTask<GraphMessage> RunEnsembleAsync(
        GraphRun run,
        CompiledNode node,
        GraphMessage input,
        CancellationToken cancellationToken)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Task<GraphMessage>[node.Steps.Length];
        for (var i = 0; i < running.Length; i++)
        {
            // A local model may compute before it first waits: each step begins on a thread of its own.
            var step = node.Steps[i];
            running[i] = Task.Run(
                () => RunStepAsync(run, node, step, input, isLast: false, rest.Token).AsTask(), CancellationToken.None);
        }

        var answers = new GraphMessage[running.Length];
        try
        {
            for (var i = 0; i < running.Length; i++)
            {
                // In the order of the steps, so that the first of several failed ones answers every time.
                answers[i] = await running[i];
                if (node.Steps[i].IsHard && !answers[i].IsSuccess)
                {
                    return answers[i];
                }
            }
        }
        finally
        {
            await rest.CancelAsync();
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return run.UsesTensors
            ? EnsembleMerge.Tensors(run, node, answers)
            : EnsembleMerge.Json(run, node, answers, maxResponseSize);
    }
}
