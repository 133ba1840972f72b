using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Selection;

/// <summary>Computes the weights of a linear support vector machine from its vectors.</summary>
internal static class SupportVectorWeights
{
    /// <summary>Computes one row of weights for each pair of classes, or one row.</summary>
    public static Matrix Read(SklearnObject model)
    {
        var vectors = model.Matrix("support_vectors_");
        var dual = model.Matrix("dual_coef_", -1, vectors.RowCount);
        var counts = model.Has("_n_support") ? model.Integers("_n_support") : model.Integers("n_support_");
        if (dual.RowCount == 1 || counts.Length != dual.RowCount + 1)
        {
            return Multiply(dual, vectors);
        }

        return OneAgainstOne(model, dual, vectors, counts);
    }

    private static Matrix Multiply(Matrix dual, Matrix vectors)
    {
        var weights = new Matrix(dual.RowCount, vectors.ColumnCount);
        for (var row = 0; row < dual.RowCount; row++)
        {
            Add(weights.GetRow(row), dual.GetRow(row), vectors, 0, vectors.RowCount);
        }

        return weights;
    }

    /// <summary>Computes a row for each pair of classes.</summary>
    /// <remarks>Vectors of class i have their factors against class j in row j - 1, or j where j is before i.</remarks>
    private static Matrix OneAgainstOne(SklearnObject model, Matrix dual, Matrix vectors, int[] counts)
    {
        var starts = new int[counts.Length + 1];
        for (var i = 0; i < counts.Length; i++)
        {
            starts[i + 1] = counts[i] >= 0 && counts[i] <= vectors.RowCount - starts[i]
                ? starts[i] + counts[i]
                : throw model.Unexpected("n_support_", "counts of the support vectors");
        }

        var weights = new Matrix(counts.Length * (counts.Length - 1) / 2, vectors.ColumnCount);
        var pair = 0;
        for (var first = 0; first < counts.Length; first++)
        {
            for (var second = first + 1; second < counts.Length; second++)
            {
                var row = weights.GetRow(pair++);
                Add(row, dual.GetRow(second - 1), vectors, starts[first], starts[first + 1]);
                Add(row, dual.GetRow(first), vectors, starts[second], starts[second + 1]);
            }
        }

        return weights;
    }

    private static void Add(Span<double> weights, ReadOnlySpan<double> factors, Matrix vectors, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            TensorPrimitives.MultiplyAdd(vectors.GetRow(i), factors[i], weights, weights);
        }
    }
}
