using System.Numerics;
using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Numerics;

/// <summary>Multiplies rows with the rows of a second matrix: <c>x · wᵀ + b</c>.</summary>
internal static class MatrixProduct
{
    // Rows between two looks at the cancellation token.
    private const int BlockSize = 256;

    /// <summary>Multiplies dense rows.</summary>
    /// <param name="rows">The rows, [n, m].</param>
    /// <param name="weights">One row of weights per output, [k, m].</param>
    /// <param name="offsets">What is added to each output; empty for nothing, one number for all.</param>
    /// <param name="cancellationToken">Looked at between blocks of rows.</param>
    /// <returns>[n, k].</returns>
    public static Matrix MultiplyTransposed(
        Matrix rows,
        Matrix weights,
        ReadOnlySpan<double> offsets,
        CancellationToken cancellationToken)
    {
        var result = new Matrix(rows.RowCount, weights.RowCount);
        for (var i = 0; i < rows.RowCount; i++)
        {
            if (i % BlockSize == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            MultiplyTransposed(rows.GetRow(i), weights, offsets, result.GetRow(i));
        }

        return result;
    }

    /// <summary>Multiplies one row.</summary>
    public static void MultiplyTransposed(
        ReadOnlySpan<double> row,
        Matrix weights,
        ReadOnlySpan<double> offsets,
        Span<double> result)
    {
        var k = 0;
        for (; k + 4 <= result.Length; k += 4)
        {
            DotFour(row, weights.Values.AsSpan(k * row.Length, 4 * row.Length), result.Slice(k, 4));
        }

        for (; k < result.Length; k++)
        {
            result[k] = TensorPrimitives.Dot(row, weights.GetRow(k));
        }

        Add(offsets, result);
    }

    /// <summary>Multiplies sparse rows without making them dense.</summary>
    public static Matrix MultiplyTransposed(
        SparseMatrix rows,
        Matrix weights,
        ReadOnlySpan<double> offsets,
        CancellationToken cancellationToken)
    {
        var result = new Matrix(rows.RowCount, weights.RowCount);
        for (var i = 0; i < rows.RowCount; i++)
        {
            if (i % BlockSize == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var columns = rows.Columns.AsSpan(rows.Starts[i]..rows.Starts[i + 1]);
            var values = rows.Values.AsSpan(rows.Starts[i]..rows.Starts[i + 1]);
            var target = result.GetRow(i);
            for (var k = 0; k < target.Length; k++)
            {
                target[k] = Dot(columns, values, weights.GetRow(k));
            }

            Add(offsets, target);
        }

        return result;
    }

    /// <summary>Multiplies rows of either form.</summary>
    public static Matrix MultiplyTransposed(
        Features rows,
        Matrix weights,
        ReadOnlySpan<double> offsets,
        CancellationToken cancellationToken) => rows.Sparse is { } sparse
            ? MultiplyTransposed(sparse, weights, offsets, cancellationToken)
            : MultiplyTransposed(rows.ToDense(), weights, offsets, cancellationToken);

    public static Matrix Transpose(Matrix matrix)
    {
        var result = new Matrix(matrix.ColumnCount, matrix.RowCount);
        for (var i = 0; i < matrix.RowCount; i++)
        {
            var row = matrix.GetRow(i);
            for (var j = 0; j < row.Length; j++)
            {
                result.Values[j * matrix.RowCount + i] = row[j];
            }
        }

        return result;
    }

    // Four outputs at once: each number of the row is loaded once for all of them.
    private static void DotFour(ReadOnlySpan<double> row, ReadOnlySpan<double> weights, Span<double> result)
    {
        var first = weights[..row.Length];
        var second = weights.Slice(row.Length, row.Length);
        var third = weights.Slice(2 * row.Length, row.Length);
        var fourth = weights.Slice(3 * row.Length, row.Length);
        var (sum0, sum1, sum2, sum3) =
            (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= row.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var values = new Vector<double>(row[i..]);
            sum0 += values * new Vector<double>(first[i..]);
            sum1 += values * new Vector<double>(second[i..]);
            sum2 += values * new Vector<double>(third[i..]);
            sum3 += values * new Vector<double>(fourth[i..]);
        }

        var (rest0, rest1, rest2, rest3) =
            (Vector.Sum(sum0), Vector.Sum(sum1), Vector.Sum(sum2), Vector.Sum(sum3));
        for (; i < row.Length; i++)
        {
            rest0 += row[i] * first[i];
            rest1 += row[i] * second[i];
            rest2 += row[i] * third[i];
            rest3 += row[i] * fourth[i];
        }

        (result[0], result[1], result[2], result[3]) = (rest0, rest1, rest2, rest3);
    }

    private static double Dot(ReadOnlySpan<int> columns, ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        for (var i = 0; i < columns.Length; i++)
        {
            sum += values[i] * weights[columns[i]];
        }

        return sum;
    }

    private static void Add(ReadOnlySpan<double> offsets, Span<double> result)
    {
        if (offsets.Length == 1)
        {
            TensorPrimitives.Add(result, offsets[0], result);
        }
        else if (offsets.Length > 1)
        {
            TensorPrimitives.Add(result, offsets, result);
        }
    }
}
