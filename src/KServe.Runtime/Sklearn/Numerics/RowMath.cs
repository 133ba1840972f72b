using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Numerics;

/// <summary>What numpy and scipy do along the last axis of a matrix.</summary>
internal static class RowMath
{
    /// <summary>Finds the first largest number as numpy does: the first NaN wins over everything.</summary>
    public static int ArgMax(ReadOnlySpan<double> row)
    {
        var best = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (double.IsNaN(row[i]))
            {
                return i;
            }

            if (row[i] > row[best])
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>Finds the first largest number of each row, as a vector of positions.</summary>
    public static Matrix ArgMax(Matrix matrix)
    {
        var result = new double[matrix.RowCount];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = ArgMax(matrix.GetRow(i));
        }

        return Matrix.Vector(result);
    }

    /// <summary>Makes probabilities of scores in place: the largest is subtracted first.</summary>
    public static void Softmax(Span<double> row)
    {
        var max = TensorPrimitives.Max<double>(row);
        var sum = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = Math.Exp(row[i] - max);
            sum += row[i];
        }

        TensorPrimitives.Divide(row, sum, row);
    }

    /// <summary>Makes probabilities of scores, row by row, in place.</summary>
    public static void Softmax(Matrix matrix)
    {
        for (var i = 0; i < matrix.RowCount; i++)
        {
            Softmax(matrix.GetRow(i));
        }
    }

    /// <summary>Computes the logarithm of the sum of exponentials.</summary>
    public static double LogSumExp(ReadOnlySpan<double> row)
    {
        var max = TensorPrimitives.Max(row);
        if (!double.IsFinite(max))
        {
            return max;
        }

        var sum = 0.0;
        foreach (var value in row)
        {
            sum += Math.Exp(value - max);
        }

        return max + Math.Log(sum);
    }

    /// <summary>Computes the logistic function as scipy's <c>expit</c> does.</summary>
    public static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

    /// <summary>Computes logarithms of a copy; the logarithm of 0 is -∞.</summary>
    public static Matrix Log(Matrix matrix)
    {
        var result = new double[matrix.Values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Math.Log(matrix.Values[i]);
        }

        return new Matrix(result, matrix.RowCount, matrix.ColumnCount) { IsVector = matrix.IsVector };
    }

    /// <summary>Makes [1 - p, p] of the probability of the second class.</summary>
    public static Matrix Pair(ReadOnlySpan<double> second)
    {
        var result = new Matrix(second.Length, 2);
        for (var i = 0; i < second.Length; i++)
        {
            result.Values[2 * i] = 1 - second[i];
            result.Values[2 * i + 1] = second[i];
        }

        return result;
    }
}
