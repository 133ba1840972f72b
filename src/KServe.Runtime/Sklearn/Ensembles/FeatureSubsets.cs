using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn.Ensembles;

/// <summary>Reads which columns each estimator of a bag was fitted with.</summary>
internal static class FeatureSubsets
{
    /// <summary>Reads <c>estimators_features_</c>.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="count">The number of estimators.</param>
    /// <param name="featureCount">The number of columns.</param>
    /// <returns>The columns of each; <see langword="null"/> where it sees all of them in their order.</returns>
    /// <exception cref="InvalidDataException">There are not as many, or a column does not exist.</exception>
    public static IReadOnlyList<int[]?> Read(SklearnObject source, int count, int featureCount)
    {
        if (!source.Has("estimators_features_"))
        {
            return new int[]?[count];
        }

        var subsets = source.List("estimators_features_");
        if (subsets.Count != count)
        {
            throw source.Unexpected("estimators_features_", $"the columns of {count} estimators");
        }

        return [.. subsets.Select(subset => Read(source, subset, featureCount))];
    }

    private static int[]? Read(SklearnObject source, object? value, int featureCount)
    {
        if (value is not NumpyArray { IsNumeric: true, Shape.Length: 1 } array)
        {
            throw source.Unexpected("estimators_features_", "arrays of columns");
        }

        var columns = Array.ConvertAll(array.ToIntegers(), column => column >= 0 && column < featureCount
            ? (int)column
            : throw source.Invalid($"estimators_features_ names column {column} of {featureCount}"));
        return columns.AsSpan().SequenceEqual([.. Enumerable.Range(0, featureCount)]) ? null : columns;
    }
}
