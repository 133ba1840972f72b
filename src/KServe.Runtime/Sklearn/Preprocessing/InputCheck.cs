using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing;

/// <summary>Refuses rows that the library refuses, in its words.</summary>
internal static class InputCheck
{
    /// <summary>Checks that numbers are finite; NaN passes where it stands for a missing value.</summary>
    public static void Values(ReadOnlySpan<double> values, bool allowsNaN)
    {
        if (!allowsNaN)
        {
            FeatureChecks.RequireFinite(values);
        }
        else if (TensorPrimitives.IsInfinityAny(values))
        {
            throw InferenceException.InvalidArgument(
                "Input X contains infinity or a value too large for dtype('float64').");
        }
    }

    /// <summary>Checks shape and values, and gives the cells as a dense matrix, never to be written to.</summary>
    public static Matrix Dense(Features features, Estimator estimator, bool allowsNaN = false)
    {
        FeatureChecks.RequireShape(features, estimator.ClassName, estimator.FeatureCount);
        var matrix = features.ToDense();
        Values(matrix.Values, allowsNaN);
        return matrix;
    }

    /// <summary>Checks shape and values of a sparse matrix.</summary>
    public static SparseMatrix Sparse(
        SparseMatrix matrix, Features features, Estimator estimator, bool allowsNaN = false)
    {
        FeatureChecks.RequireShape(features, estimator.ClassName, estimator.FeatureCount);
        Values(matrix.Values, allowsNaN);
        return matrix;
    }
}
