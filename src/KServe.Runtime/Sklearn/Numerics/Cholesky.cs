using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Numerics;

/// <summary>The factor L of a symmetric positive definite matrix L · Lᵀ.</summary>
/// <remarks>Golub and Van Loan, "Matrix Computations", 4.2.</remarks>
internal sealed class Cholesky
{
    private readonly Matrix _factor;

    private Cholesky(Matrix factor) => _factor = factor;

    /// <summary>Gets the logarithm of the determinant of the matrix.</summary>
    public double LogDeterminant
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < _factor.RowCount; i++)
            {
                sum += Math.Log(_factor[i, i]);
            }

            return 2 * sum;
        }
    }

    /// <summary>Factors a matrix.</summary>
    /// <exception cref="InvalidDataException">It is not positive definite.</exception>
    public static Cholesky Factor(Matrix matrix)
    {
        var factor = new Matrix(matrix.RowCount, matrix.RowCount);
        for (var i = 0; i < matrix.RowCount; i++)
        {
            var row = factor.GetRow(i);
            for (var j = 0; j <= i; j++)
            {
                var rest = matrix[i, j] - TensorPrimitives.Dot<double>(row[..j], factor.GetRow(j)[..j]);
                if (j < i)
                {
                    row[j] = rest / factor[j, j];
                }
                else
                {
                    row[i] = rest > 0
                        ? Math.Sqrt(rest)
                        : throw new InvalidDataException("a covariance is not positive definite");
                }
            }
        }

        return new Cholesky(factor);
    }

    /// <summary>Solves L · y = x in place.</summary>
    public void SolveHalf(Span<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] - TensorPrimitives.Dot<double>(_factor.GetRow(i)[..i], values[..i])) / _factor[i, i];
        }
    }

    /// <summary>Solves L · Lᵀ · y = x in place.</summary>
    public void Solve(Span<double> values)
    {
        SolveHalf(values);
        for (var i = values.Length - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < values.Length; j++)
            {
                values[i] -= _factor[j, i] * values[j];
            }

            values[i] /= _factor[i, i];
        }
    }
}
