using System.Numerics.Tensors;

namespace KServe.Explainers;

/// <summary>Measures the importance of features over the rows of one request.</summary>
internal sealed class ImportanceRun(BatchedModel model, PermutationImportanceOptions options, int repeats, int seed)
{
    /// <summary>Shuffles each feature and measures what that does.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">One for each row, or none.</param>
    /// <param name="areLabels">Asked after the first call: whether the model answers with labels.</param>
    /// <param name="cancellationToken">Looked at between the calls of the model.</param>
    public async Task<FeatureImportance> MeasureAsync(
        FeatureTable rows,
        ReadOnlyMemory<double> labels,
        Func<bool> areLabels,
        CancellationToken cancellationToken)
    {
        model.Require(rows.RowCount + (long)rows.RowCount * rows.ColumnCount * repeats);
        var scores = await model.ScoreAsync(rows.Values, rows.RowCount, cancellationToken);
        var loss = RowLoss.Create(
            options.Metric, new ClassRule(options.ClassThreshold, areLabels()), !labels.IsEmpty, model.OutputCount);
        var shuffled = new ShuffledRows(rows, labels, scores, loss, repeats, seed);
        await model.RunAsync(shuffled, cancellationToken);
        return Summarize(shuffled.Losses, GetBaseline(labels.Span, scores, loss), rows);
    }

    private double GetBaseline(ReadOnlySpan<double> labels, double[] scores, RowLoss loss)
    {
        var (sum, count) = (0.0, scores.Length / model.OutputCount);
        for (var r = 0; r < count; r++)
        {
            var row = scores.AsSpan(r * model.OutputCount, model.OutputCount);
            sum += loss.Get(row, labels.IsEmpty ? double.NaN : labels[r], row);
        }

        return sum / count;
    }

    private FeatureImportance Summarize(double[] losses, double baseline, FeatureTable rows)
    {
        var means = new double[rows.ColumnCount];
        var deviations = new double[rows.ColumnCount];
        for (var f = 0; f < means.Length; f++)
        {
            var repeated = losses.AsSpan(f * repeats, repeats);
            TensorPrimitives.Divide(repeated, rows.RowCount, repeated);
            TensorPrimitives.Subtract(repeated, baseline, repeated);
            means[f] = TensorPrimitives.Average<double>(repeated);
            deviations[f] = TensorPrimitives.StdDev<double>(repeated);
        }

        return new FeatureImportance(means, deviations, baseline);
    }
}
