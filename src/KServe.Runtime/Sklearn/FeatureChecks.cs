using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn;

/// <summary>Refuses rows that scikit-learn refuses, in its words.</summary>
internal static class FeatureChecks
{
    /// <summary>Checks that there are rows and as many columns as the estimator was fitted with.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="className">The estimator's class, for the error; empty where the library does not name it.</param>
    /// <param name="featureCount">What is expected; -1 for any.</param>
    /// <exception cref="InferenceException">There are no rows, or not that many columns.</exception>
    public static void RequireShape(Features features, string className, int featureCount)
    {
        if (features.RowCount == 0 || features.ColumnCount == 0)
        {
            throw InferenceException.InvalidArgument(
                $"Found array with 0 {(features.RowCount == 0 ? "sample(s)" : "feature(s)")} " +
                $"(shape=({features.RowCount}, {features.ColumnCount})) " +
                $"while a minimum of 1 is required{(className.Length == 0 ? "" : $" by {className}")}.");
        }

        if (featureCount >= 0 && features.ColumnCount != featureCount)
        {
            throw InferenceException.InvalidArgument(
                $"X has {features.ColumnCount} features, " +
                $"but {className} is expecting {featureCount} features as input.");
        }
    }

    /// <summary>Checks that no number is NaN or infinite.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="input">What the library calls them.</param>
    /// <param name="type">What the library would make of them.</param>
    /// <exception cref="InferenceException">One is.</exception>
    public static void RequireFinite(
        ReadOnlySpan<double> values, string input = "Input X", string type = "dtype('float64')")
    {
        // The sum of the products with 0 is 0 unless a number is not finite: one pass without branches.
        if (!double.IsNaN(TensorPrimitives.SumOfMagnitudes(values) * 0))
        {
            return;
        }

        foreach (var value in values)
        {
            if (double.IsNaN(value))
            {
                throw InferenceException.InvalidArgument($"{input} contains NaN.");
            }
        }

        if (values.ContainsAny(double.PositiveInfinity, double.NegativeInfinity))
        {
            throw InferenceException.InvalidArgument(
                $"{input} contains infinity or a value too large for {type}.");
        }
    }

    /// <summary>Checks shape and numbers; sparse rows stay sparse.</summary>
    /// <exception cref="InferenceException">The library would refuse the rows.</exception>
    public static void RequireFinite(Features features, string className, int featureCount)
    {
        RequireFinite(features.Sparse is { } sparse ? sparse.Values : features.ToDense().Values);
        RequireShape(features, className, featureCount);
    }

    /// <summary>Checks shape and numbers and gives the rows as a dense matrix, never to be written to.</summary>
    /// <exception cref="InferenceException">The library would refuse the rows.</exception>
    public static Matrix ToFinite(Features features, string className, int featureCount)
    {
        RequireFinite(features, className, featureCount);
        return features.ToDense();
    }
}
