using System.Numerics.Tensors;
using KServe.Kernels.Trees;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>Brings rows to scikit-learn's trees, which see them as float32.</summary>
internal static class TreeInput
{
    /// <summary>Checks the rows as the library does before it asks a tree.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="className">The estimator's class, for the error.</param>
    /// <param name="featureCount">The number of columns that is expected.</param>
    /// <param name="takesMissing">Whether NaN is a missing value rather than an error.</param>
    /// <exception cref="InferenceException">The library would refuse the rows.</exception>
    public static void Require(Features features, string className, int featureCount, bool takesMissing)
    {
        // The largest magnitude says everything in one pass: NaN wins over all numbers in one form and over none in
        // the other.
        var largest = IsSingle(features, out var singles, out var doubles)
            ? singles.IsEmpty ? 0
                : takesMissing ? TensorPrimitives.MaxMagnitudeNumber(singles) : TensorPrimitives.MaxMagnitude(singles)
            : doubles.IsEmpty ? 0
                : (float)(takesMissing
                    ? TensorPrimitives.MaxMagnitudeNumber(doubles) : TensorPrimitives.MaxMagnitude(doubles));
        if (float.IsNaN(largest) && !takesMissing)
        {
            throw InferenceException.InvalidArgument("Input X contains NaN.");
        }

        if (float.IsInfinity(largest))
        {
            throw InferenceException.InvalidArgument(
                "Input X contains infinity or a value too large for dtype('float32').");
        }

        FeatureChecks.RequireShape(features, className, featureCount);
    }

    /// <summary>Sums the trees of an ensemble over rows that were checked.</summary>
    public static Matrix Predict(TreeEnsemble ensemble, Features features, CancellationToken cancellationToken)
    {
        var outputs = new Matrix(features.RowCount, ensemble.OutputCount);
        if (IsSingle(features, out var singles, out var doubles))
        {
            ensemble.Predict(singles, features.RowCount, outputs.Values, cancellationToken);
        }
        else
        {
            ensemble.Predict(doubles, features.RowCount, outputs.Values, cancellationToken);
        }

        return outputs;
    }

    /// <summary>Finds the leaf of each row in each tree, [rows, trees].</summary>
    public static int[] PredictLeaves(TreeEnsemble ensemble, Features features)
    {
        var leaves = new int[checked(features.RowCount * ensemble.TreeCount)];
        if (IsSingle(features, out var singles, out var doubles))
        {
            ensemble.PredictLeaves(singles, features.RowCount, leaves);
        }
        else
        {
            ensemble.PredictLeaves(doubles, features.RowCount, leaves);
        }

        return leaves;
    }

    private static bool IsSingle(Features features, out ReadOnlySpan<float> singles, out ReadOnlySpan<double> doubles)
    {
        singles = default;
        doubles = default;
        if (features.Table is { HasColumns: false, IsSingle: true } table)
        {
            singles = table.Singles.Span;
            return true;
        }

        doubles = features.Table is { HasColumns: false } matrix ? matrix.Doubles.Span : features.ToDense().Values;
        return false;
    }
}
