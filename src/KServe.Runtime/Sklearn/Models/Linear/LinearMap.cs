using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Linear;

/// <summary>The coefficients and intercepts of a linear model, one row per output.</summary>
internal sealed class LinearMap
{
    private readonly double[] _offsets;

    private LinearMap(Matrix weights, double[] offsets, bool isVector)
    {
        Weights = weights;
        _offsets = offsets;
        IsVector = isVector;
    }

    /// <summary>Gets the coefficients, [outputs, features].</summary>
    public Matrix Weights { get; }

    public int FeatureCount => Weights.ColumnCount;

    public int OutputCount => Weights.RowCount;

    /// <summary>Gets whether the coefficients were a vector, so that there is one number per row.</summary>
    public bool IsVector { get; }

    /// <summary>Reads <c>coef_</c> and <c>intercept_</c>.</summary>
    /// <exception cref="InvalidDataException">One is missing, or their shapes do not fit.</exception>
    public static LinearMap Read(SklearnObject source) =>
        Read(source, ReadOffsets(source, source.ValueOrNull("intercept_") ?? 0.0));

    /// <summary>Reads <c>coef_</c> and takes intercepts that were read already.</summary>
    public static LinearMap Read(SklearnObject source, double[] offsets)
    {
        var value = source.Value("coef_");
        var weights = CsrReader.ReadDense(value) ?? value switch
        {
            NumpyArray { Shape.Length: 1, IsNumeric: true } vector => new Matrix(vector.ToDoubles(), 1, vector.Count),
            _ => source.Matrix("coef_"),
        };
        if (weights.RowCount == 0 || weights.ColumnCount == 0)
        {
            throw source.Unexpected("coef_", "at least one number");
        }

        if (offsets.Length != 1 && offsets.Length != weights.RowCount)
        {
            throw source.Unexpected("intercept_", $"one number for each of {weights.RowCount} outputs");
        }

        return new LinearMap(weights, offsets, value is NumpyArray { Shape.Length: 1 });
    }

    /// <summary>Computes one number per row and output; the rows have been checked.</summary>
    public Matrix Compute(Features features, CancellationToken cancellationToken)
    {
        var result = MatrixProduct.MultiplyTransposed(features, Weights, _offsets, cancellationToken);
        return IsVector ? Matrix.Vector(result.Values) : result;
    }

    /// <summary>Computes the scores of a classifier: one output is a vector.</summary>
    public Matrix ComputeScores(Features features, CancellationToken cancellationToken)
    {
        var result = Compute(features, cancellationToken);
        return OutputCount == 1 ? Matrix.Vector(result.Values) : result;
    }

    private static double[] ReadOffsets(SklearnObject source, object? value) => value switch
    {
        NumpyArray { IsNumeric: true, Shape.Length: <= 1 } array => array.ToDoubles(),
        _ => [PickleNumbers.ToDouble(value) ?? throw source.Unexpected("intercept_", "numbers")],
    };
}
