using System.Numerics.Tensors;
using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Composition;

/// <summary>The factors that unions and column transformers may give to their parts.</summary>
internal static class TransformerWeights
{
    /// <summary>Reads the factor of a transformer's results.</summary>
    /// <returns><see langword="null"/> when it has none.</returns>
    public static double? Read(SklearnObject source, string name) =>
        source.ValueOrNull("transformer_weights") is PickleDictionary weights
        && weights.TryGet(name, out var weight)
        && weight is not null
            ? PickleNumbers.ToDouble(weight) ?? throw source.Unexpected("transformer_weights", "numbers")
            : null;

    public static Features Multiply(Features features, double weight)
    {
        if (features.Sparse is { } sparse)
        {
            var values = new double[sparse.Values.Length];
            TensorPrimitives.Multiply(sparse.Values, weight, values);
            return new Features(new SparseMatrix(sparse.Starts, sparse.Columns, values, sparse.ColumnCount));
        }

        var dense = features.ToDense();
        var product = new Matrix(dense.RowCount, dense.ColumnCount);
        TensorPrimitives.Multiply(dense.Values, weight, product.Values);
        return new Features(product);
    }
}
