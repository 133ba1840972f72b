namespace KServe.Graphs;

/// <summary>Runs requests through the nodes of a graph.</summary>
/// <remarks>
/// Safe for concurrent use. Whatever a step comes to is a message with a status: only a cancelled request and a fault
/// of the executor itself are exceptions.
/// </remarks>
internal sealed partial class GraphExecutor(CompiledGraph graph, StepCaller caller, int maxResponseSize)
{
    private const int Ok = 200;
    private const int NotFound = 404;
    private const int Internal = 500;

    public ValueTask<GraphMessage> RunAsync(
        GraphRun run,
        GraphMessage request,
        CancellationToken cancellationToken) =>
        RunNodeAsync(run, graph.Root, request, isLast: true, cancellationToken);

    private ValueTask<GraphMessage> RunNodeAsync(
        GraphRun run,
        CompiledNode node,
        GraphMessage input,
        bool isLast,
        CancellationToken cancellationToken) => node.Type switch
        {
            GraphRouterType.Sequence => RunSequenceAsync(run, node, input, isLast, cancellationToken),
            GraphRouterType.Ensemble => RunEnsembleAsync(run, node, input, cancellationToken),
            GraphRouterType.Switch => RunSwitchAsync(run, node, input, isLast, cancellationToken),
            _ => RunStepAsync(run, node, node.Steps[node.Turns!.Next()], input, isLast, cancellationToken),
        };

    private ValueTask<GraphMessage> RunStepAsync(
        GraphRun run,
        CompiledNode node,
        CompiledStep step,
        GraphMessage input,
        bool isLast,
        CancellationToken cancellationToken) => step.Node is { } inner
        ? RunNodeAsync(run, inner, input, isLast, cancellationToken)
        : caller.CallAsync(run, node, step, input, isLast, cancellationToken);

    private async ValueTask<GraphMessage> RunSequenceAsync(
        GraphRun run,
        CompiledNode node,
        GraphMessage input,
        bool isLast,
        CancellationToken cancellationToken)
    {
        GraphMessage? last = null;
        for (var i = 0; i < node.Steps.Length; i++)
        {
            var step = node.Steps[i];
            var request = step.UsesResponse && last is not null ? last : input;
            if (step.MapsPredictions)
            {
                request = JsonBodies.MapPredictions(run, request);
            }

            if (step.Condition is { } condition)
            {
                var (isMet, error) = Meets(run, condition, last);
                if (error is not null)
                {
                    return error;
                }

                if (!isMet)
                {
                    return last!.WithStatus(Ok);
                }
            }

            // The answer goes out as it comes only when nobody has to look at it any more.
            var isFinal = isLast && i == node.Steps.Length - 1;
            last = await RunStepAsync(run, node, step, request, isFinal, cancellationToken);
            if (step.IsHard && !last.IsSuccess)
            {
                break;
            }
        }

        return last!;
    }

    private static (bool IsMet, GraphMessage? Error) Meets(
        GraphRun run,
        GraphCondition condition,
        GraphMessage? response)
    {
        if (response is null)
        {
            return (false, GraphFailure.Routing(run, Internal, GraphFailure.InvalidResponse));
        }

        try
        {
            var body = MessageJson.GetBody(run, response);
            using var document = GraphCondition.TryRead(body);
            return document is null
                ? (false, GraphFailure.Routing(run, Internal, GraphFailure.InvalidResponse))
                : (condition.IsMet(document, body.Length), null);
        }
        catch (ConditionException error)
        {
            return (false, GraphFailure.Routing(run, Internal, error.Message));
        }
        catch (InferenceException error)
        {
            return (false, GraphFailure.Of(run, error));
        }
    }

    private ValueTask<GraphMessage> RunSwitchAsync(
        GraphRun run,
        CompiledNode node,
        GraphMessage input,
        bool isLast,
        CancellationToken cancellationToken)
    {
        CompiledStep? chosen;
        try
        {
            chosen = Choose(run, node, input);
        }
        catch (ConditionException error)
        {
            return new(GraphFailure.Routing(run, Internal, error.Message));
        }
        catch (InferenceException error)
        {
            return new(GraphFailure.Of(run, error));
        }

        return chosen is null
            ? new(GraphFailure.Routing(run, NotFound, GraphFailure.NoMatch))
            : RunStepAsync(run, node, chosen, input, isLast, cancellationToken);
    }

    private static CompiledStep? Choose(GraphRun run, CompiledNode node, GraphMessage input)
    {
        var body = MessageJson.GetBody(run, input);
        using var document = GraphCondition.TryRead(body);
        return document is null
            ? null
            : Array.Find(node.Steps, step => step.Condition?.IsMet(document, body.Length) ?? false);
    }
}
