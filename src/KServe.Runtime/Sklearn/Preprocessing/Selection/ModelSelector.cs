using System.Globalization;
using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn.Preprocessing.Selection;

/// <summary>Chooses columns by how much a model makes of them (SelectFromModel).</summary>
internal static class ModelSelector
{
    public static Estimator Read(SklearnObject source, EstimatorReader reader)
    {
        var model = source.Object(source.Has("estimator_") ? "estimator_" : "estimator");
        var importances = FeatureImportances.Read(
            model, source.Text("importance_getter", "auto"), ReadNormOrder(source));
        var threshold = ReadThreshold(source, model, importances);
        var support = new bool[importances.Length];
        var count = ReadCount(source, importances.Length);
        var order = SupportMask.Order(Array.ConvertAll(importances, static value => -value));
        foreach (var column in order.AsSpan(0, count))
        {
            support[column] = !(importances[column] < threshold);
        }

        return ColumnSelector.Create(source, support, allowsNaN: true);
    }

    private static double ReadNormOrder(SklearnObject source)
    {
        var order = source.Number("norm_order", fallback: 1);
        return order is 1 or 2 || double.IsInfinity(order)
            ? order
            : throw source.Unexpected("norm_order", "1, 2, inf or -inf");
    }

    private static int ReadCount(SklearnObject source, int columnCount)
    {
        if (!source.Has("max_features"))
        {
            return columnCount;
        }

        var count = PickleNumbers.ToInteger(source.ValueOrNull("max_features_") ?? source.Value("max_features"));
        return count is >= 0
            ? (int)Math.Min(count.Value, columnCount)
            : throw source.Unexpected("max_features", "a number of columns");
    }

    private static double ReadThreshold(SklearnObject source, SklearnObject model, double[] importances)
    {
        var threshold = source.ValueOrNull("threshold");
        if (threshold is null)
        {
            return IsSparse(model) ? 1e-5 : GetReference(source, "mean", importances);
        }

        if (threshold is not string text)
        {
            return source.Number("threshold");
        }

        var parts = text.Split('*');
        if (parts.Length == 1)
        {
            return GetReference(source, text, importances);
        }

        return parts.Length == 2
            && double.TryParse(parts[0].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var factor)
                ? factor * GetReference(source, parts[1].Trim(), importances)
                : throw source.Unexpected("threshold", "a text like '1.25*mean'");
    }

    /// <summary>Tells whether a model sets weights to exactly zero, so that any other weight counts.</summary>
    private static bool IsSparse(SklearnObject model) =>
        model.ValueOrNull("penalty") is "l1"
        || model.ClassName.Contains("Lasso", StringComparison.Ordinal)
        || (model.ClassName.Contains("ElasticNet", StringComparison.Ordinal)
            && (IsOne(model.ValueOrNull("l1_ratio_")) || IsOne(model.ValueOrNull("l1_ratio"))));

    private static bool IsOne(object? value) =>
        PickleNumbers.ToDouble(value) is { } number && Math.Abs(number - 1) <= 1e-8 + 1e-5;

    private static double GetReference(SklearnObject source, string name, double[] importances) => name switch
    {
        _ when importances.Length == 0 => 0,
        "mean" => importances.Sum() / importances.Length,
        "median" => Percentiles.Compute(importances, 50),
        _ => throw source.Unexpected("threshold", "'mean' or 'median'"),
    };
}
