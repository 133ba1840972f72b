namespace KServe.Detectors;

/// <summary>Copies rows of requests or responses to a detector's worker.</summary>
internal sealed class RowObserver(
    RowReader reader,
    DetectorWorker worker,
    DetectorScope scope,
    DetectionEvents? events,
    bool watchesOutputs) : IInferenceObserver
{
    public object? Begin(InferRequest request)
    {
        if (!watchesOutputs)
        {
            Take(request.Inputs, request);
        }

        return null;
    }

    public void Respond(object? state, InferRequest request, InferResponse response)
    {
        if (watchesOutputs)
        {
            Take(response.Outputs, request);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await worker.DisposeAsync();
        if (events is not null)
        {
            await events.DisposeAsync();
        }
    }

    private void Take(IList<InferTensor> tensors, InferRequest request)
    {
        if (!worker.HasRoom)
        {
            scope.CountDropped();
        }
        else if (reader.Read(tensors, RequestIds.Get(request), out var reason) is { } rows)
        {
            worker.Add(rows);
        }
        else
        {
            scope.Skip(1, reason);
        }
    }
}
