using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Decomposition;

/// <summary>Principal components in the space of a kernel.</summary>
/// <remarks>Schölkopf, Smola and Müller, "Kernel principal component analysis", 1997.</remarks>
internal sealed class KernelComponents : FittedModel
{
    private readonly RowSet _rows;
    private readonly KernelFunction _kernel;
    private readonly double[] _rowMeans;
    private readonly double _mean;

    // [components, training rows]
    private readonly Matrix _weights;

    private KernelComponents(SklearnObject source, RowSet rows, Matrix weights)
        : base(source, EstimatorMethods.Transform, rows.ColumnCount)
    {
        _rows = rows;
        _weights = weights;
        var gamma = source.Has("gamma_") ? source.Number("gamma_") : source.Number("gamma", 1.0 / rows.ColumnCount);
        _kernel = KernelFunction.Read(source, gamma);
        var center = source.Object("_centerer");
        _rowMeans = center.Vector("K_fit_rows_", rows.RowCount);
        _mean = center.Number("K_fit_all_");
    }

    public override TensorShape TransformShape => [-1, _weights.RowCount];

    public static KernelComponents Read(SklearnObject source, EstimatorReader reader)
    {
        var rows = RowSet.Read(source, "X_fit_");

        // Versions before 1.0 call the eigenvectors alphas_ and the eigenvalues lambdas_.
        var isOld = !source.Has("eigenvalues_");
        var values = source.Vector(isOld ? "lambdas_" : "eigenvalues_");
        var vectors = source.Matrix(isOld ? "alphas_" : "eigenvectors_", rows.RowCount, values.Length);
        if (rows.RowCount == 0 || rows.ColumnCount == 0)
        {
            throw source.Unexpected("X_fit_", "at least one row");
        }

        var weights = MatrixProduct.Transpose(vectors);
        for (var k = 0; k < values.Length; k++)
        {
            var scale = values[k] == 0 ? 0 : 1 / Math.Sqrt(values[k]);
            TensorPrimitives.Multiply(weights.GetRow(k), scale, weights.GetRow(k));
        }

        return new KernelComponents(source, rows, weights);
    }

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        var kernels = _rows.ComputeKernel(_kernel, features, cancellationToken);
        for (var i = 0; i < kernels.RowCount; i++)
        {
            var row = kernels.GetRow(i);
            var mean = TensorPrimitives.Sum<double>(row) / row.Length;
            TensorPrimitives.Subtract<double>(row, _rowMeans, row);
            TensorPrimitives.Add(row, _mean - mean, row);
        }

        return new Features(MatrixProduct.MultiplyTransposed(kernels, _weights, [], cancellationToken));
    }
}
