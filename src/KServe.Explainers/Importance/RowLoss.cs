namespace KServe.Explainers;

/// <summary>Measures how wrong the scores of a row are.</summary>
/// <param name="Metric">What is measured; never automatic.</param>
/// <param name="Classes">Says which class scores stand for.</param>
internal sealed record RowLoss(ImportanceMetric Metric, ClassRule Classes)
{
    /// <summary>Chooses a metric and checks that it suits labels and outputs.</summary>
    /// <exception cref="InferenceException">It does not.</exception>
    public static RowLoss Create(ImportanceMetric metric, ClassRule classes, bool hasLabels, int outputCount)
    {
        if (metric == ImportanceMetric.Automatic)
        {
            metric = !hasLabels ? ImportanceMetric.PredictionChange
                : outputCount > 1 || classes.AreLabels ? ImportanceMetric.Error
                : ImportanceMetric.SquaredError;
        }

        if (metric != ImportanceMetric.PredictionChange && !hasLabels)
        {
            throw InferenceException.InvalidArgument($"the metric {metric} needs labels, there are none");
        }

        return outputCount == 1 || metric is not (ImportanceMetric.SquaredError or ImportanceMetric.AbsoluteError)
            ? new RowLoss(metric, classes)
            : throw InferenceException.InvalidArgument(
                $"the metric {metric} needs one output, the model has {outputCount}: choose one by 'class'");
    }

    /// <summary>Gets the loss of a row.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="label">The label; NaN when there is none.</param>
    /// <param name="unchanged">The scores of the row as it was.</param>
    public double Get(ReadOnlySpan<double> scores, double label, ReadOnlySpan<double> unchanged) => Metric switch
    {
        ImportanceMetric.Error => Classes.GetClass(scores) == label ? 0 : 1,
        ImportanceMetric.LogLoss => GetLogLoss(scores, label),
        ImportanceMetric.SquaredError => (scores[0] - label) * (scores[0] - label),
        ImportanceMetric.AbsoluteError => Math.Abs(scores[0] - label),
        _ => GetChange(scores, unchanged),
    };

    private static double GetLogLoss(ReadOnlySpan<double> scores, double label)
    {
        const double Least = 1e-15;
        var probability = scores.Length > 1
            ? label >= 0 && label < scores.Length ? scores[(int)label] : 0
            : label > 0 ? scores[0] : 1 - scores[0];
        return -Math.Log(Math.Max(Least, probability));
    }

    private static double GetChange(ReadOnlySpan<double> scores, ReadOnlySpan<double> unchanged)
    {
        var sum = 0.0;
        for (var k = 0; k < scores.Length; k++)
        {
            sum += Math.Abs(scores[k] - unchanged[k]);
        }

        return sum / scores.Length;
    }
}
