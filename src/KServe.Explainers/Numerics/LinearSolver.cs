using System.Numerics.Tensors;

namespace KServe.Explainers;

/// <summary>Solves symmetric positive systems of equations by Cholesky's factors.</summary>
internal static class LinearSolver
{
    private const double SmallestPivot = 1e-12;

    /// <summary>Solves for several right sides at once.</summary>
    /// <param name="matrix">Size by size, row-major; the lower half is read and both halves stay as they are.</param>
    /// <param name="size">The number of unknowns.</param>
    /// <param name="right">Size values for each side, one side after the other; receives the solutions.</param>
    /// <remarks>
    /// A matrix that is not positive, because columns depend on each other, gets a little on its diagonal: of all
    /// solutions that gives nearly the smallest.
    /// </remarks>
    public static void Solve(ReadOnlySpan<double> matrix, int size, Span<double> right)
    {
        var factor = new double[matrix.Length];
        var largest = 0.0;
        for (var i = 0; i < size; i++)
        {
            largest = Math.Max(largest, matrix[i * size + i]);
        }

        var ridge = 0.0;
        while (largest > 0 && !TryFactor(matrix, factor, size, ridge, largest * SmallestPivot))
        {
            ridge = ridge == 0 ? largest * 1e-10 : ridge * 100;
        }

        for (var start = 0; start < right.Length; start += size)
        {
            var side = right.Slice(start, size);
            if (largest == 0)
            {
                side.Clear();
            }
            else
            {
                Substitute(factor, size, side);
            }
        }
    }

    private static bool TryFactor(
        ReadOnlySpan<double> matrix, Span<double> factor, int size, double ridge, double smallest)
    {
        for (var i = 0; i < size; i++)
        {
            var row = factor.Slice(i * size, i + 1);
            for (var j = 0; j <= i; j++)
            {
                var other = factor.Slice(j * size, j);
                var rest = matrix[i * size + j] - TensorPrimitives.Dot(row[..j], other);
                if (i == j)
                {
                    rest += ridge;
                    if (!(rest > smallest))
                    {
                        return false;
                    }

                    row[j] = Math.Sqrt(rest);
                }
                else
                {
                    row[j] = rest / factor[j * size + j];
                }
            }
        }

        return true;
    }

    private static void Substitute(ReadOnlySpan<double> factor, int size, Span<double> side)
    {
        for (var i = 0; i < size; i++)
        {
            side[i] = (side[i] - TensorPrimitives.Dot(factor.Slice(i * size, i), side[..i])) / factor[i * size + i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            side[i] /= factor[i * size + i];
            TensorPrimitives.MultiplyAdd(factor.Slice(i * size, i), -side[i], side[..i], side[..i]);
        }
    }
}
