using System.Numerics.Tensors;

namespace KServe.Detectors;

/// <summary>The factor L of a covariance L L', and distances by it.</summary>
internal sealed class CholeskyFactor
{
    private readonly double[] _factor;
    private readonly int _size;

    private CholeskyFactor(double[] factor, int size) => (_factor, _size) = (factor, size);

    /// <summary>Factors a covariance; what has no variance of its own is given a little.</summary>
    public static CholeskyFactor Create(ReadOnlySpan<double> covariance, int size)
    {
        var scale = 0.0;
        for (var i = 0; i < size; i++)
        {
            scale = Math.Max(scale, covariance[(i * size) + i]);
        }

        scale = scale > 0 ? scale : 1;
        for (var ridge = 0.0; ; ridge = ridge == 0 ? 1e-12 * scale : ridge * 10)
        {
            if (TryFactor(covariance, size, ridge, scale * 1e-14) is { } factor)
            {
                return new CholeskyFactor(factor, size);
            }
        }
    }

    /// <summary>Gets the length of L⁻¹ d, the distance of Mahalanobis.</summary>
    public double GetDistance(ReadOnlySpan<double> row, ReadOnlySpan<double> mean, Span<double> scratch)
    {
        for (var i = 0; i < _size; i++)
        {
            var known = TensorPrimitives.Dot(_factor.AsSpan(i * _size, i), scratch[..i]);
            scratch[i] = (row[i] - mean[i] - known) / _factor[(i * _size) + i];
        }

        return TensorPrimitives.Norm<double>(scratch[.._size]);
    }

    private static double[]? TryFactor(ReadOnlySpan<double> covariance, int size, double ridge, double minimum)
    {
        var factor = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = covariance[(i * size) + j] + (i == j ? ridge : 0)
                    - TensorPrimitives.Dot<double>(factor.AsSpan(i * size, j), factor.AsSpan(j * size, j));
                if (i != j)
                {
                    factor[(i * size) + j] = sum / factor[(j * size) + j];
                }
                else if (sum > minimum)
                {
                    factor[(i * size) + i] = Math.Sqrt(sum);
                }
                else
                {
                    return null;
                }
            }
        }

        return factor;
    }
}
