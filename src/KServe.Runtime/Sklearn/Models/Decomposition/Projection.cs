using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Decomposition;

/// <summary>Components, the centre that is subtracted before and the scales that are divided by after.</summary>
internal sealed class Projection
{
    private readonly double[]? _scales;

    private Projection(Matrix components, double[]? mean, double[]? scales)
    {
        Components = components;
        Mean = mean;
        _scales = scales;
    }

    /// <summary>Gets the components, [components, features].</summary>
    public Matrix Components { get; }

    public double[]? Mean { get; }

    public int FeatureCount => Components.ColumnCount;

    /// <summary>Reads <c>components_</c> and a centre.</summary>
    /// <exception cref="InvalidDataException">Their shapes do not fit.</exception>
    public static Projection Read(SklearnObject source, string? meanName, double[]? scales = null)
    {
        var components = CsrReader.ReadDense(source.Value("components_")) ?? source.Matrix("components_");
        if (components.ColumnCount == 0)
        {
            throw source.Unexpected("components_", "at least one feature");
        }

        var mean = meanName is null ? null : source.Vector(meanName, components.ColumnCount);
        return new Projection(components, mean, scales);
    }

    /// <summary>Reads principal components, which are scaled when they are whitened.</summary>
    public static Projection ReadPrincipal(SklearnObject source)
    {
        if (!source.Flag("whiten"))
        {
            return Read(source, "mean_");
        }

        var scales = Array.ConvertAll(source.Vector("explained_variance_"), Math.Sqrt);
        var result = Read(source, "mean_", scales);
        return scales.Length == result.Components.RowCount
            ? result
            : throw source.Unexpected("explained_variance_", $"{result.Components.RowCount} numbers");
    }

    /// <summary>Computes the components of all rows.</summary>
    public Matrix Compute(Features features, CancellationToken cancellationToken)
    {
        var result = Mean is null
            ? MatrixProduct.MultiplyTransposed(features, Components, [], cancellationToken)
            : ComputeCentred(features.ToDense(), cancellationToken);
        for (var row = 0; _scales is not null && row < result.RowCount; row++)
        {
            TensorPrimitives.Divide<double>(result.GetRow(row), _scales, result.GetRow(row));
        }

        return result;
    }

    private Matrix ComputeCentred(Matrix rows, CancellationToken cancellationToken)
    {
        var result = new Matrix(rows.RowCount, Components.RowCount);
        var centred = new double[rows.ColumnCount];
        for (var i = 0; i < rows.RowCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TensorPrimitives.Subtract<double>(rows.GetRow(i), Mean, centred);
            MatrixProduct.MultiplyTransposed(centred, Components, [], result.GetRow(i));
        }

        return result;
    }
}
