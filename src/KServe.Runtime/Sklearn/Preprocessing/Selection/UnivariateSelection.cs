using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn.Preprocessing.Selection;

/// <summary>Chooses columns by what a test said of each (SelectKBest, SelectPercentile, SelectFpr, ...).</summary>
/// <remarks>Scores and p-values are in the file; the score function is a mere name there.</remarks>
internal static class UnivariateSelection
{
    public static Estimator ReadBest(SklearnObject source, EstimatorReader reader) =>
        Create(source, SelectBest(source, source.Value("k")));

    public static Estimator ReadPercentile(SklearnObject source, EstimatorReader reader) =>
        Create(source, SelectPercentile(source, source.Number("percentile", fallback: 10)));

    public static Estimator ReadFalsePositiveRate(SklearnObject source, EstimatorReader reader) =>
        Create(source, SelectBelow(source, source.Number("alpha", fallback: 0.05)));

    public static Estimator ReadFalseDiscoveryRate(SklearnObject source, EstimatorReader reader) =>
        Create(source, SelectByDiscoveryRate(source, source.Number("alpha", fallback: 0.05)));

    public static Estimator ReadFamilyWiseError(SklearnObject source, EstimatorReader reader) =>
        Create(source, SelectByFamilyWiseError(source, source.Number("alpha", fallback: 0.05)));

    public static Estimator ReadGeneric(SklearnObject source, EstimatorReader reader) =>
        Create(source, source.Text("mode", "percentile") switch
        {
            "percentile" => SelectPercentile(source, source.Number("param")),
            "k_best" => SelectBest(source, source.Value("param")),
            "fpr" => SelectBelow(source, source.Number("param")),
            "fdr" => SelectByDiscoveryRate(source, source.Number("param")),
            "fwe" => SelectByFamilyWiseError(source, source.Number("param")),
            _ => throw source.Unexpected("mode", "'percentile', 'k_best', 'fpr', 'fdr' or 'fwe'"),
        });

    private static ColumnSelector Create(SklearnObject source, bool[] support) =>
        ColumnSelector.Create(source, support, allowsNaN: false);

    /// <summary>Reads the scores; one that is NaN counts as the lowest of all.</summary>
    private static double[] ReadScores(SklearnObject source) =>
        Array.ConvertAll(source.Vector("scores_"), static score => double.IsNaN(score) ? double.MinValue : score);

    private static bool[] SelectBest(SklearnObject source, object? k)
    {
        var scores = ReadScores(source);
        if (k is "all")
        {
            return SupportMask.Highest(scores, scores.Length);
        }

        return PickleNumbers.ToInteger(k) is { } count and >= 0
            ? SupportMask.Highest(scores, (int)Math.Min(count, scores.Length))
            : throw source.Unexpected("k", "a number of columns or 'all'");
    }

    private static bool[] SelectPercentile(SklearnObject source, double percentile)
    {
        var scores = ReadScores(source);
        if (percentile is 100 or 0 || scores.Length == 0)
        {
            return SupportMask.Highest(scores, percentile == 100 ? scores.Length : 0);
        }

        if (percentile is not (> 0 and < 100))
        {
            throw source.Unexpected("percentile", "0 to 100");
        }

        var threshold = Percentiles.Compute(scores, 100 - percentile);
        var support = Array.ConvertAll(scores, score => score > threshold);
        var free = (int)(scores.Length * percentile / 100) - support.Count(static isChosen => isChosen);
        for (var i = 0; i < scores.Length && free > 0; i++)
        {
            if (scores[i] == threshold)
            {
                support[i] = true;
                free--;
            }
        }

        return support;
    }

    private static bool[] SelectBelow(SklearnObject source, double alpha) =>
        Array.ConvertAll(source.Vector("pvalues_"), value => value < alpha);

    private static bool[] SelectByFamilyWiseError(SklearnObject source, double alpha)
    {
        var values = source.Vector("pvalues_");
        return Array.ConvertAll(values, value => value < alpha / values.Length);
    }

    /// <remarks>Y. Benjamini, Y. Hochberg, Controlling the false discovery rate (1995).</remarks>
    private static bool[] SelectByDiscoveryRate(SklearnObject source, double alpha)
    {
        var values = source.Vector("pvalues_");
        double[] sorted = [.. values.Order()];
        var largest = double.NegativeInfinity;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (sorted[i] <= alpha / sorted.Length * (i + 1))
            {
                largest = sorted[i];
            }
        }

        return Array.ConvertAll(values, value => value <= largest);
    }
}
