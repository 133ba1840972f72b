using System.Numerics.Tensors;

namespace KServe.Explainers;

/// <summary>SHAP values as trees give them: each row and output ends with the base value.</summary>
/// <param name="Values">Rows by outputs by features and one, squared with interactions.</param>
/// <param name="RowCount">The number of rows.</param>
/// <param name="OutputCount">The number of outputs.</param>
/// <param name="HasPairs">Whether there is a matrix of pairs for each row and output.</param>
internal sealed record Contributions(double[] Values, int RowCount, int OutputCount, bool HasPairs)
{
    /// <summary>Makes room for values.</summary>
    /// <exception cref="InferenceException">There would be more of them than allowed.</exception>
    public static Contributions Create(int rowCount, int outputCount, int featureCount, bool hasPairs, int maxValues)
    {
        var width = featureCount + 1L;
        var count = (decimal)rowCount * outputCount * width * (hasPairs ? width : 1);
        return count <= maxValues
            ? new Contributions(new double[(int)count], rowCount, outputCount, hasPairs)
            : throw InferenceException.InvalidArgument(
                $"the explanation has {count} values, at most {maxValues} are computed at once: send fewer rows");
    }

    /// <summary>Keeps one output of several.</summary>
    /// <exception cref="InferenceException">There is no such output.</exception>
    public Contributions Select(int output)
    {
        if (output >= OutputCount)
        {
            throw InferenceException.InvalidArgument(
                $"parameters.class: the model has {OutputCount} values for a row, got {output}");
        }

        var size = Values.Length / Math.Max(1, RowCount * OutputCount);
        var selected = new double[RowCount * size];
        for (var r = 0; r < RowCount; r++)
        {
            Values.AsSpan((r * OutputCount + output) * size, size).CopyTo(selected.AsSpan(r * size));
        }

        return new Contributions(selected, RowCount, 1, HasPairs);
    }

    /// <summary>Answers with the values in the order of the request's columns.</summary>
    public InferResponse Answer(ExplainCall call, RequestRows rows, TreeColumns columns, string output)
    {
        var count = RowCount * OutputCount;
        var shap = new double[count * columns.Count];
        var pairs = new double[HasPairs ? shap.Length * columns.Count : 0];
        var bases = new double[count];
        var predictions = new double[count];
        for (var i = 0; i < count; i++)
        {
            var target = shap.AsSpan(i * columns.Count, columns.Count);
            bases[i] = HasPairs
                ? ReadPairs(i, columns, target, pairs.AsSpan(i * columns.Count * columns.Count))
                : ReadValues(i, columns, target);
            predictions[i] = bases[i] + TensorPrimitives.Sum<double>(target);
        }

        using var explanation = call.NewExplanation();
        explanation.AddAttributions("shap_values", RowCount, OutputCount, columns.Count, shap);
        if (HasPairs)
        {
            explanation.Add<double>(
                "shap_interaction_values",
                OutputCount == 1
                    ? [RowCount, columns.Count, columns.Count]
                    : [RowCount, OutputCount, columns.Count, columns.Count],
                pairs);
        }

        explanation.AddScores("base_values", RowCount, OutputCount, bases);
        explanation.AddScores("predictions", RowCount, OutputCount, predictions);
        explanation.AddData(rows);
        explanation.SetParameter("output", output);
        return explanation.Build();
    }

    private double ReadValues(int index, TreeColumns columns, Span<double> target)
    {
        var source = Values.AsSpan(index * (columns.Count + 1), columns.Count + 1);
        for (var c = 0; c < target.Length; c++)
        {
            target[c] = source[columns[c]];
        }

        return source[^1];
    }

    /// <summary>Reads a matrix of pairs; what its rows add up to are the values of the features.</summary>
    private double ReadPairs(int index, TreeColumns columns, Span<double> target, Span<double> pairs)
    {
        var width = columns.Count + 1;
        var source = Values.AsSpan(index * width * width, width * width);
        for (var a = 0; a < target.Length; a++)
        {
            var row = source.Slice(columns[a] * width, width);
            for (var b = 0; b < target.Length; b++)
            {
                pairs[a * target.Length + b] = row[columns[b]];
            }

            target[a] = TensorPrimitives.Sum<double>(row);
        }

        return source[^1];
    }
}
