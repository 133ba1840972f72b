namespace KServe.Explainers;

/// <summary>Scores rows by the model's own pipeline, in the form of the client's request.</summary>
internal sealed class PipelineScorer(
    InferRequest request,
    RequestRows rows,
    InferDelegate predict,
    OutputChoice choice,
    int fixedRows)
{
    private readonly LabelSet _texts = new([]);

    /// <summary>Gets the name of the output that is explained; empty before the first call.</summary>
    public string OutputName { get; private set; } = "";

    /// <summary>Gets whether the model answers with labels rather than with scores.</summary>
    public bool AreLabels { get; private set; }

    /// <summary>Gets the labels when they are texts; each stands for its position.</summary>
    public IReadOnlyList<string> TextLabels => _texts.Labels;

    public async ValueTask<double[]> ScoreAsync(
        ReadOnlyMemory<double> values,
        int rowCount,
        CancellationToken cancellationToken)
    {
        using var inner = NewRequest(values.Span, rowCount);
        using var response = await predict(inner, cancellationToken);
        return Read(choice.Find(response), rowCount);
    }

    /// <summary>Makes a request with the client's parameters and headers and other rows.</summary>
    private InferRequest NewRequest(ReadOnlySpan<double> values, int rowCount)
    {
        var inner = RequestCopy.Create(request);
        if (choice.Name is not null)
        {
            inner.Outputs.Add(new RequestedOutput(choice.Name));
        }

        try
        {
            rows.AddInputs(inner, fixedRows > rowCount ? Pad(values, rowCount) : values, Math.Max(fixedRows, rowCount));
            return inner;
        }
        catch
        {
            inner.Dispose();
            throw;
        }
    }

    // A model of a fixed number of rows gets the last row again and again.
    private double[] Pad(ReadOnlySpan<double> values, int rowCount)
    {
        var padded = new double[fixedRows * rows.ColumnCount];
        values.CopyTo(padded);
        for (var r = rowCount; r < fixedRows; r++)
        {
            values[^rows.ColumnCount..].CopyTo(padded.AsSpan(r * rows.ColumnCount));
        }

        return padded;
    }

    private double[] Read(InferTensor output, int rowCount)
    {
        var sent = Math.Max(fixedRows, rowCount);
        var count = output.Shape.GetElementCount();
        if (output.Shape.Rank == 0 || output.Shape[0] != sent || count % sent != 0 || count == 0)
        {
            throw InferenceException.InvalidArgument(
                $"output '{output.Name}' has shape {output.Shape} for {sent} rows: it cannot be explained row by row");
        }

        OutputName = choice.Name ?? output.Name;
        var width = (int)(count / sent);
        AreLabels = width == 1 && !TensorNumbers.IsFloat(output.DataType);
        var scores = new double[count];
        if (output.DataType == TensorDataType.BYTES)
        {
            ReadTexts(output, scores);
        }
        else
        {
            TensorNumbers.Read(output, scores);
        }

        return Take(scores, rowCount, width);
    }

    private void ReadTexts(InferTensor output, double[] scores)
    {
        var index = 0;
        foreach (var text in output.ToStrings())
        {
            scores[index++] = _texts.GetCode(text);
        }
    }

    private double[] Take(double[] scores, int rowCount, int width)
    {
        if (choice.Class is not { } column)
        {
            return scores.Length == rowCount * width ? scores : scores[..(rowCount * width)];
        }

        if (column >= width)
        {
            throw InferenceException.InvalidArgument(
                $"parameters.class: output '{OutputName}' has {width} values for a row, got {column}");
        }

        var taken = new double[rowCount];
        for (var r = 0; r < rowCount; r++)
        {
            taken[r] = scores[r * width + column];
        }

        return taken;
    }
}
