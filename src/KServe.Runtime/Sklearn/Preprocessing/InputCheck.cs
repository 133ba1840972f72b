using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing;

/// <summary>Refuses rows that the library refuses, in its words.</summary>
internal static class InputCheck
{
    /// <summary>Checks that there are rows, and as many columns as the estimator was fitted on.</summary>
    public static void Shape(Features features, Estimator estimator)
    {
        if (features.RowCount == 0)
        {
            throw InferenceException.InvalidArgument(
                $"Found array with 0 sample(s) (shape=(0, {features.ColumnCount})) while a minimum of 1 is required"
                + $" by {estimator.ClassName}.");
        }

        if (estimator.FeatureCount >= 0 && features.ColumnCount != estimator.FeatureCount)
        {
            throw InferenceException.InvalidArgument(
                $"X has {features.ColumnCount} features, but {estimator.ClassName} is expecting"
                + $" {estimator.FeatureCount} features as input.");
        }
    }

    /// <summary>Checks that numbers are finite; NaN passes where it stands for a missing value.</summary>
    public static void Values(ReadOnlySpan<double> values, bool allowsNaN)
    {
        if (TensorPrimitives.IsFiniteAll(values))
        {
            return;
        }

        if (!allowsNaN && TensorPrimitives.IsNaNAny(values))
        {
            throw InferenceException.InvalidArgument("Input X contains NaN.");
        }

        if (TensorPrimitives.IsInfinityAny(values))
        {
            throw InferenceException.InvalidArgument(
                "Input X contains infinity or a value too large for dtype('float64').");
        }
    }

    /// <summary>Checks shape and values, and gives the cells as a dense matrix, which is not to be written to.</summary>
    public static Matrix Dense(Features features, Estimator estimator, bool allowsNaN = false)
    {
        Shape(features, estimator);
        var matrix = features.ToDense();
        Values(matrix.Values, allowsNaN);
        return matrix;
    }

    /// <summary>Checks shape and values of a sparse matrix.</summary>
    public static SparseMatrix Sparse(
        SparseMatrix matrix, Features features, Estimator estimator, bool allowsNaN = false)
    {
        Shape(features, estimator);
        Values(matrix.Values, allowsNaN);
        return matrix;
    }
}
