namespace KServe.Explainers;

/// <summary>Asks a model for the SHAP values that it can give as an output.</summary>
internal static class PredictedContributions
{
    /// <summary>The output of SHAP values, the base value last.</summary>
    public const string Values = "pred_contribs";

    /// <summary>The output of the values of pairs.</summary>
    public const string Pairs = "pred_interactions";

    /// <summary>Calls the model once.</summary>
    /// <exception cref="InferenceException">The model does not give them for this request.</exception>
    public static async ValueTask<Contributions> AskAsync(
        ExplainCall call,
        bool hasPairs,
        int maxValues,
        CancellationToken cancellationToken)
    {
        using var request = RequestCopy.Create(call.Request);
        request.Outputs.Add(new RequestedOutput(hasPairs ? Pairs : Values));
        call.Rows.AddInputs(request, call.Rows.Values, call.Rows.RowCount);
        using var response = await call.Predict(request, cancellationToken);
        var output = response.FindOutput(hasPairs ? Pairs : Values)
            ?? (response.Outputs.Count == 1 ? response.Outputs[0] : null);
        return output is not null && TensorNumbers.IsFloat(output.DataType)
            ? Read(output, call.Rows, hasPairs, maxValues)
            : throw InferenceException.InvalidArgument(
                $"the model did not answer with numbers in the output '{(hasPairs ? Pairs : Values)}'");
    }

    private static Contributions Read(InferTensor output, RequestRows rows, bool hasPairs, int maxValues)
    {
        var width = rows.ColumnCount + 1;
        var size = (long)rows.RowCount * width * (hasPairs ? width : 1);
        var count = output.Shape.GetElementCount();
        if (output.Shape.Rank < 2
            || output.Shape[0] != rows.RowCount
            || output.Shape.Dimensions[^1] != width
            || count % size != 0)
        {
            throw InferenceException.InvalidArgument(
                $"output '{output.Name}' has shape {output.Shape}, it does not fit {rows.RowCount} rows of "
                + $"{rows.ColumnCount} features");
        }

        var outputs = (int)(count / size);
        var values = Contributions.Create(rows.RowCount, outputs, rows.ColumnCount, hasPairs, maxValues);
        TensorNumbers.Read(output, values.Values);
        return values;
    }
}
