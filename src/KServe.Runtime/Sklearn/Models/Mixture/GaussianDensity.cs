using System.Numerics.Tensors;
using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Mixture;

/// <summary>The logarithms of normal densities, from the factors of their precisions.</summary>
internal sealed class GaussianDensity
{
    private readonly Matrix _means;

    // For each component its factor, transposed; a single one for tied covariances.
    private readonly Matrix[] _factors;

    // One scale per component and feature, when the covariances are diagonal or spherical.
    private readonly Matrix? _scales;
    private readonly double[] _offsets;

    private GaussianDensity(Matrix means, Matrix[] factors, Matrix? scales)
    {
        _means = means;
        _factors = factors;
        _scales = scales;
        _offsets = new double[means.RowCount];
        for (var k = 0; k < _offsets.Length; k++)
        {
            _offsets[k] = GetLogDeterminant(k) - 0.5 * means.ColumnCount * Math.Log(2 * Math.PI);
        }
    }

    public int ComponentCount => _means.RowCount;

    public int FeatureCount => _means.ColumnCount;

    /// <summary>Reads <c>means_</c> and <c>precisions_cholesky_</c>.</summary>
    /// <exception cref="InvalidDataException">Their shapes do not fit.</exception>
    public static GaussianDensity Read(SklearnObject source)
    {
        var means = source.Matrix("means_");
        var (count, width) = (means.RowCount, means.ColumnCount);
        const string name = "precisions_cholesky_";
        if (count == 0 || width == 0)
        {
            throw source.Unexpected("means_", "at least one component");
        }

        switch (source.Text("covariance_type", "full"))
        {
            case "full":
                return new GaussianDensity(means, ReadFactors(source, name, count, width), scales: null);
            case "tied":
                return new GaussianDensity(
                    means, [MatrixProduct.Transpose(source.Matrix(name, width, width))], scales: null);
            case "diag":
                return new GaussianDensity(means, [], source.Matrix(name, count, width));
            case "spherical":
                var scales = new Matrix(count, width);
                var radii = source.Vector(name, count);
                for (var k = 0; k < count; k++)
                {
                    scales.GetRow(k).Fill(radii[k]);
                }

                return new GaussianDensity(means, [], scales);
            case var type:
                throw source.Invalid($"the covariance_type '{type}' is not known");
        }
    }

    /// <summary>Adds the log density of each component to the results of one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="scratch">Room for two numbers per feature.</param>
    /// <param name="result">One number per component.</param>
    public void Add(ReadOnlySpan<double> row, Span<double> scratch, Span<double> result)
    {
        var centred = scratch[..row.Length];
        var product = scratch.Slice(row.Length, row.Length);
        for (var k = 0; k < result.Length; k++)
        {
            TensorPrimitives.Subtract(row, _means.GetRow(k), centred);
            if (_scales is not null)
            {
                TensorPrimitives.Multiply(centred, _scales.GetRow(k), product);
            }
            else
            {
                MatrixProduct.MultiplyTransposed(centred, _factors[_factors.Length == 1 ? 0 : k], [], product);
            }

            result[k] += _offsets[k] - 0.5 * TensorPrimitives.SumOfSquares<double>(product);
        }
    }

    private static Matrix[] ReadFactors(SklearnObject source, string name, int count, int width)
    {
        var array = source.Array(name);
        if (!array.IsNumeric || array.Shape is not [var components, var rows, var columns]
            || components != count || rows != width || columns != width)
        {
            throw source.Unexpected(name, $"{count} matrices of [{width}, {width}] numbers");
        }

        var numbers = array.ToDoubles();
        var result = new Matrix[count];
        for (var k = 0; k < count; k++)
        {
            result[k] = MatrixProduct.Transpose(
                new Matrix(numbers[(k * width * width)..((k + 1) * width * width)], width, width));
        }

        return result;
    }

    private double GetLogDeterminant(int component)
    {
        var sum = 0.0;
        for (var i = 0; i < _means.ColumnCount; i++)
        {
            sum += Math.Log(_scales is not null
                ? _scales[component, i]
                : _factors[_factors.Length == 1 ? 0 : component][i, i]);
        }

        return sum;
    }
}
