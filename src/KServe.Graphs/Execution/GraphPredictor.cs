namespace KServe.Graphs;

/// <summary>A graph as a model: whatever can be done with a model can be done with a graph.</summary>
internal sealed class GraphPredictor(
    CompiledGraph graph,
    GraphExecutor executor,
    HeaderFilter headers,
    ModelRegistry registry) : Predictor
{
    // A graph that is asked while it asks others is part of a circle, which does not make it ready or not.
    private readonly AsyncLocal<bool> _isAsked = new();

    public override ModelSignature Signature { get; } = new()
    {
        Platform = InferenceGraphs.Platform,
        ChecksInputs = false,
    };

    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        var call = request.Headers as GraphCall;
        return call is { HasBody: true }
            ? await RespondAsync(call, request, cancellationToken)
            : await PredictTensorsAsync(request, call?.Depth ?? 0, cancellationToken);
    }

    public override async ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        if (_isAsked.Value)
        {
            return true;
        }

        _isAsked.Value = true;
        foreach (var service in graph.Services)
        {
            if (!await IsReadyAsync(service, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<bool> IsReadyAsync(string service, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.IsReadyAsync(service, "", cancellationToken);
        }
        catch (InferenceException)
        {
            // There is no such model.
            return false;
        }
    }

    private async ValueTask<InferResponse> RespondAsync(
        GraphCall call,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        using var run = new GraphRun(headers.Select(call), request.Pool)
        {
            Id = request.Id,
            Protocol = call.Protocol,
            TakesChunks = call.TakesChunks,
            Depth = call.Depth,
        };
        var answer = await executor.RunAsync(run, GraphMessage.OfBytes(200, call.Body), cancellationToken);
        var reply = new GraphReply(answer.Status, answer.ContentType, answer.Body, answer.Chunks);
        await call.RespondAsync(reply, cancellationToken);

        // The exception is for the statistics of the graph: the answer is on its way.
        return answer.IsSuccess ? new InferResponse() : throw GraphFailure.ToException(answer);
    }

    private async ValueTask<InferResponse> PredictTensorsAsync(
        InferRequest request,
        int depth,
        CancellationToken cancellationToken)
    {
        var run = new GraphRun(headers.Select(request.Headers), request.Pool)
        {
            Id = request.Id,
            Protocol = request.Protocol,
            UsesTensors = true,
            Depth = depth,
        };
        try
        {
            var tensors = new GraphTensors([.. request.Inputs], isRequest: true)
            {
                Parameters = request.HasParameters ? request.Parameters : null,
            };
            var answer = await executor.RunAsync(run, GraphMessage.OfTensors(tensors), cancellationToken);
            return ToResponse(run, answer);
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private static InferResponse ToResponse(GraphRun run, GraphMessage answer)
    {
        if (answer.Tensors is not { } tensors)
        {
            throw GraphFailure.ToException(answer);
        }

        // Views only: the memory is that of the models, which the run keeps until the response is sent.
        var response = new InferResponse();
        response.RegisterForDispose(run);
        foreach (var tensor in tensors.Items)
        {
            response.Outputs.Add(tensor.Alias(tensor.Name));
        }

        return response;
    }
}
