namespace KServe.Detectors;

/// <summary>Pairs the groups of a request with the predictions of its response.</summary>
internal sealed class FairnessObserver(
    FairnessOptions options,
    GroupNames names,
    FairnessMonitor monitor,
    FairnessFeedback feedback,
    DetectorWorker worker,
    DetectorScope scope,
    DetectionEvents? events) : IInferenceObserver
{
    private readonly RowReader _predictions = new(
        columns: 1, options.PredictionOutput is { } output ? [output] : [], options.MaxRowsPerRequest);

    public object? Begin(InferRequest request) => null;

    public void Respond(object? state, InferRequest request, InferResponse response)
    {
        if (!worker.HasRoom)
        {
            scope.CountDropped();
            return;
        }

        using var predictions = _predictions.Read(response.Outputs, requestId: null, out var reason);
        if (predictions is null || request.FindInput(options.GroupInput) is not { } groups)
        {
            scope.Skip(1, predictions is null ? reason : $"the request has no input '{options.GroupInput}'");
            return;
        }

        var rows = RowBlock.Rent(predictions.Rows, columns: 2, RequestIds.Get(request));
        if (TryCopyGroups(groups, rows, out reason))
        {
            for (var row = 0; row < rows.Rows; row++)
            {
                rows.Values[(2 * row) + 1] = predictions[row][0];
            }

            worker.Add(rows);
            return;
        }

        rows.Dispose();
        scope.Skip(1, reason);
    }

    public async ValueTask DisposeAsync()
    {
        await worker.DisposeAsync();
        feedback.Remove(monitor);
        if (events is not null)
        {
            await events.DisposeAsync();
        }
    }

    private bool TryCopyGroups(InferTensor groups, RowBlock rows, out string reason)
    {
        var count = groups.Shape.Rank == 0 ? 1 : groups.Shape[0];
        reason = $"input '{groups.Name}' has {count} rows, the predictions have {rows.Rows}";
        if (Math.Min(count, options.MaxRowsPerRequest) != rows.Rows)
        {
            return false;
        }

        if (groups.DataType == TensorDataType.BYTES)
        {
            return TryCopyTexts(groups, rows, count, out reason);
        }

        var width = count == 0 ? 1 : (int)(groups.Shape.GetElementCount() / count);
        var column = Math.Min(options.GroupColumn, width - 1);
        using var numbers = new RowReader(width, [groups.Name], rows.Rows).Read([groups], null, out reason);
        for (var row = 0; row < (numbers?.Rows ?? 0); row++)
        {
            rows.Values[2 * row] = names.GetIndex(numbers![row][column]);
        }

        return numbers is not null;
    }

    private bool TryCopyTexts(InferTensor groups, RowBlock rows, long count, out string reason)
    {
        reason = $"input '{groups.Name}' of texts has more than one column";
        if (groups.Shape.GetElementCount() != count)
        {
            return false;
        }

        var row = 0;
        foreach (var text in groups.EnumerateBytes())
        {
            if (row == rows.Rows)
            {
                break;
            }

            rows.Values[2 * row] = names.GetIndex(text);
            row++;
        }

        return true;
    }
}
