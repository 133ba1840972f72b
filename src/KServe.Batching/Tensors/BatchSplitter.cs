namespace KServe.Batching;

/// <summary>Gives each request its rows of a batch's response, as views that keep the whole alive.</summary>
internal static class BatchSplitter
{
    /// <summary>Prepares the answers of items that still run; takes over the response and a part's request.</summary>
    /// <returns>How many have an answer; none when an output has another number of rows, which fails all.</returns>
    public static int Split(
        JoinedBatch batch,
        BatchRange range,
        InferRequest request,
        InferResponse response,
        BatcherContext context)
    {
        batch.Retain();
        var answered = 0;
        var shared = new SharedResponse(response, request, batch);
        try
        {
            var cursors = GetCursors(response, batch.Run.Bucket.Limits.PadRows(range.Rows), context);
            foreach (var item in batch.GetItems(range))
            {
                if (item.TryMove(ItemState.Running, ItemState.Done))
                {
                    Prepare(item, cursors, response, shared);
                    answered++;
                }
                else
                {
                    Skip(cursors, item.Rows);
                }
            }
        }
        catch (Exception error)
        {
            batch.Fail(range, error);
        }
        finally
        {
            shared.Dispose();
        }

        return answered;
    }

    private static RowCursor[] GetCursors(InferResponse response, int rows, BatcherContext context)
    {
        var cursors = new RowCursor[response.Outputs.Count];
        for (var i = 0; i < cursors.Length; i++)
        {
            var output = response.Outputs[i];
            if (output.Shape.Rank == 0 || output.Shape[0] != rows)
            {
                throw new InferenceException(
                    InferenceErrorCode.Internal,
                    $"Model with name {context.ModelName} cannot be batched: output '{output.Name}' has shape "
                    + $"{output.Shape}, expected {rows} rows as the inputs of the batch have.");
            }

            cursors[i] = new RowCursor(output);
        }

        return cursors;
    }

    private static void Prepare(BatchItem item, RowCursor[] cursors, InferResponse response, SharedResponse shared)
    {
        try
        {
            item.Prepare(NewAnswer(item.Rows, cursors, response, shared));
        }
        catch (Exception error)
        {
            item.Fail(error);
            throw;
        }
    }

    private static InferResponse NewAnswer(
        int rows,
        RowCursor[] cursors,
        InferResponse response,
        SharedResponse shared)
    {
        var answer = new InferResponse { ModelName = response.ModelName, ModelVersion = response.ModelVersion };
        for (var i = 0; i < cursors.Length; i++)
        {
            var view = cursors[i].Next(rows);
            if (cursors[i].Tensor.HasParameters)
            {
                ParameterSet.CopyTo(cursors[i].Tensor.Parameters, view.Parameters);
            }

            answer.Outputs.Add(view);
        }

        if (response.HasParameters)
        {
            ParameterSet.CopyTo(response.Parameters, answer.Parameters);
        }

        if (response.HasHeaders)
        {
            foreach (var (name, value) in response.Headers)
            {
                answer.Headers[name] = value;
            }
        }

        shared.Retain();
        answer.RegisterForDispose(shared);
        return answer;
    }

    private static void Skip(RowCursor[] cursors, int rows)
    {
        for (var i = 0; i < cursors.Length; i++)
        {
            cursors[i].Skip(rows);
        }
    }
}
