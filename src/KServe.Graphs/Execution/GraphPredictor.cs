using System.Runtime.CompilerServices;

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
        CanStream = true,
    };

    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        var call = request.Headers as GraphCall;
        return call is { HasBody: true }
            ? await RespondAsync(call, request, cancellationToken)
            : await PredictTensorsAsync(request, cancellationToken);
    }

    public override async IAsyncEnumerable<InferResponse> PredictStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var run = NewTensorRun(request, takesResponses: true);
        var answer = await RunTensorsAsync(run, request, cancellationToken);
        if (answer.Responses is not { } responses)
        {
            yield return ToResponse(answer);
            yield break;
        }

        await foreach (var response in responses.WithCancellation(cancellationToken))
        {
            yield return Wrap(response);
        }
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
        CancellationToken cancellationToken)
    {
        var run = NewTensorRun(request, takesResponses: false);
        try
        {
            // Views only: the memory is that of the models, which the run keeps until the response is sent.
            var response = ToResponse(await RunTensorsAsync(run, request, cancellationToken));
            response.RegisterForDispose(run);
            return response;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private GraphRun NewTensorRun(InferRequest request, bool takesResponses) =>
        new(headers.Select(request.Headers), request.Pool)
        {
            Id = request.Id,
            Protocol = request.Protocol,
            UsesTensors = true,
            TakesResponses = takesResponses,
            Depth = (request.Headers as GraphCall)?.Depth ?? 0,
        };

    private ValueTask<GraphMessage> RunTensorsAsync(
        GraphRun run,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        var tensors = new GraphTensors([.. request.Inputs], isRequest: true)
        {
            Parameters = request.HasParameters ? request.Parameters : null,
        };
        return executor.RunAsync(run, GraphMessage.OfTensors(tensors), cancellationToken);
    }

    private static InferResponse ToResponse(GraphMessage answer)
    {
        if (answer.Tensors is not { } tensors)
        {
            throw GraphFailure.ToException(answer);
        }

        var response = new InferResponse();
        AddViews(response, tensors.Items);
        return response;
    }

    // The names are the graph's, as in its other answers; parameters are the model's.
    private static InferResponse Wrap(InferResponse inner)
    {
        var response = new InferResponse();
        response.RegisterForDispose(inner);
        AddViews(response, inner.Outputs);
        for (var i = 0; inner.HasParameters && i < inner.Parameters.Count; i++)
        {
            var (name, value) = inner.Parameters.At(i);
            response.Parameters.TryAdd(name, value);
        }

        return response;
    }

    private static void AddViews(InferResponse response, IEnumerable<InferTensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            response.Outputs.Add(tensor.Alias(tensor.Name));
        }
    }
}
