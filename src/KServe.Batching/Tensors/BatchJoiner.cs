namespace KServe.Batching;

/// <summary>Puts the inputs of several requests one after the other: one copy into one tensor for each input.</summary>
internal static class BatchJoiner
{
    /// <summary>Joins the requests of a run, whose memory must stay until this returns.</summary>
    /// <exception cref="InferenceException">An input would become larger than a tensor can be.</exception>
    public static JoinedBatch Join(BatchRun run, BatcherContext context, TensorPool pool)
    {
        var rows = 0;
        foreach (var item in run.Items)
        {
            rows += item.Rows;
        }

        var template = run.Bucket.Template!;
        var limits = run.Bucket.Limits;
        var whole = new InferRequest(context.ModelName, pool) { ModelVersion = context.ModelVersion };
        try
        {
            foreach (var input in template.Inputs)
            {
                var joined = Join(run.Items, input, limits, limits.PadRows(rows), pool);
                whole.Inputs.Add(joined);
                if (input.Parameters is not null)
                {
                    ParameterSet.CopyTo(input.Parameters, joined.Parameters);
                }
            }

            template.CopyTo(whole);
            return new JoinedBatch(run, whole, rows);
        }
        catch
        {
            whole.Dispose();
            throw;
        }
    }

    /// <summary>Adds some rows of a batch to a request: views, or copies where rows must be filled up.</summary>
    public static void CopyRows(InferRequest whole, BatchRange range, BatchLimits limits, InferRequest part)
    {
        var padded = limits.PadRows(range.Rows);
        for (var i = 0; i < whole.Inputs.Count; i++)
        {
            var cursor = new RowCursor(whole.Inputs[i]);
            cursor.Skip(range.FirstRow);
            var rows = cursor.Next(range.Rows);
            if (padded != range.Rows)
            {
                long[] shape = [padded, .. rows.Shape.Dimensions[1..]];
                rows = rows.DataType == TensorDataType.BYTES
                    ? BytesPadding.Join([rows], rows.Name, shape, whole.Pool)
                    : NumberPadding.Join([rows], rows.Name, shape, limits.GetFill(rows.Name), whole.Pool);
            }

            if (whole.Inputs[i].HasParameters)
            {
                ParameterSet.CopyTo(whole.Inputs[i].Parameters, rows.Parameters);
            }

            part.Inputs.Add(rows);
        }
    }

    private static InferTensor Join(
        BatchItem[] items,
        InputSpec input,
        BatchLimits limits,
        int paddedRows,
        TensorPool pool)
    {
        var parts = new InferTensor[items.Length];
        long[] shape = [paddedRows, .. new long[input.TrailingCount]];
        for (var i = 0; i < items.Length; i++)
        {
            parts[i] = items[i].Request.FindInput(input.Name)!;
            for (var dimension = 1; dimension < shape.Length; dimension++)
            {
                shape[dimension] = Math.Max(shape[dimension], parts[i].Shape[dimension]);
            }
        }

        for (var dimension = 1; limits.PadsDimensions && dimension < shape.Length; dimension++)
        {
            shape[dimension] = input.IsOpen(dimension) ? limits.PadLength(shape[dimension]) : shape[dimension];
        }

        return input.DataType == TensorDataType.BYTES
            ? BytesPadding.Join(parts, input.Name, shape, pool)
            : NumberPadding.Join(parts, input.Name, shape, limits.GetFill(input.Name), pool);
    }
}
