using System.Numerics;
using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Numerics;

/// <summary>Multiplies rows with a matrix that has a column per output: <c>x · W + b</c>.</summary>
/// <remarks>
/// Outputs lie side by side in a vector, so that nothing is added across one. Four rows by two vectors of outputs are
/// computed together: eight sums stay in registers, and each weight is loaded once for four rows. What is left over of
/// the rows goes alone, what is left over of the outputs goes number by number.
/// </remarks>
internal static class LayerProduct
{
    private const int RowsTogether = 4;

    // Rows between two looks at the cancellation token.
    private const int BlockSize = 256;

    /// <summary>Multiplies dense rows.</summary>
    /// <param name="rows">The rows, [n, m].</param>
    /// <param name="weights">The weights, [m, k].</param>
    /// <param name="offsets">One number per output.</param>
    /// <param name="cancellationToken">Looked at between blocks of rows.</param>
    /// <returns>[n, k].</returns>
    public static Matrix Multiply(
        Matrix rows, Matrix weights, double[] offsets, CancellationToken cancellationToken)
    {
        var result = new Matrix(rows.RowCount, weights.ColumnCount);
        var row = 0;
        for (; row + RowsTogether <= rows.RowCount; row += RowsTogether)
        {
            if (row % BlockSize == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            MultiplyFour(
                rows.Values.AsSpan(row * rows.ColumnCount, RowsTogether * rows.ColumnCount),
                weights,
                offsets,
                result.Values.AsSpan(row * weights.ColumnCount, RowsTogether * weights.ColumnCount));
        }

        for (; row < rows.RowCount; row++)
        {
            MultiplyOne(rows.GetRow(row), weights, offsets, result.GetRow(row));
        }

        return result;
    }

    /// <summary>Multiplies sparse rows without making them dense.</summary>
    public static Matrix Multiply(
        SparseMatrix rows, Matrix weights, double[] offsets, CancellationToken cancellationToken)
    {
        var result = new Matrix(rows.RowCount, weights.ColumnCount);
        for (var row = 0; row < rows.RowCount; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sums = result.GetRow(row);
            offsets.CopyTo(sums);
            for (var i = rows.Starts[row]; i < rows.Starts[row + 1]; i++)
            {
                TensorPrimitives.MultiplyAdd(
                    weights.GetRow(rows.Columns[i]), rows.Values[i], sums, sums);
            }
        }

        return result;
    }

    private static void MultiplyFour(
        ReadOnlySpan<double> rows, Matrix weights, ReadOnlySpan<double> offsets, Span<double> result)
    {
        var width = rows.Length / RowsTogether;
        var outputs = offsets.Length;
        var column = 0;
        for (; column + 2 * Vector<double>.Count <= outputs; column += 2 * Vector<double>.Count)
        {
            var left = new Vector<double>(offsets[column..]);
            var right = new Vector<double>(offsets[(column + Vector<double>.Count)..]);
            var (left0, left1, left2, left3) = (left, left, left, left);
            var (right0, right1, right2, right3) = (right, right, right, right);
            for (var i = 0; i < width; i++)
            {
                ref var at = ref weights.Values[i * outputs + column];
                left = Vector.LoadUnsafe(ref at);
                right = Vector.LoadUnsafe(ref at, (nuint)Vector<double>.Count);
                var value = new Vector<double>(rows[i]);
                left0 = Vector.FusedMultiplyAdd(value, left, left0);
                right0 = Vector.FusedMultiplyAdd(value, right, right0);
                value = new Vector<double>(rows[width + i]);
                left1 = Vector.FusedMultiplyAdd(value, left, left1);
                right1 = Vector.FusedMultiplyAdd(value, right, right1);
                value = new Vector<double>(rows[2 * width + i]);
                left2 = Vector.FusedMultiplyAdd(value, left, left2);
                right2 = Vector.FusedMultiplyAdd(value, right, right2);
                value = new Vector<double>(rows[3 * width + i]);
                left3 = Vector.FusedMultiplyAdd(value, left, left3);
                right3 = Vector.FusedMultiplyAdd(value, right, right3);
            }

            Store(left0, right0, result[column..]);
            Store(left1, right1, result[(outputs + column)..]);
            Store(left2, right2, result[(2 * outputs + column)..]);
            Store(left3, right3, result[(3 * outputs + column)..]);
        }

        for (var row = 0; row < RowsTogether; row++)
        {
            var sums = result.Slice(row * outputs, outputs);
            MultiplyRest(rows.Slice(row * width, width), weights, offsets, sums, column);
        }
    }

    private static void MultiplyOne(
        ReadOnlySpan<double> row, Matrix weights, ReadOnlySpan<double> offsets, Span<double> result)
    {
        var column = 0;
        for (; column + Vector<double>.Count <= result.Length; column += Vector<double>.Count)
        {
            var sum = new Vector<double>(offsets[column..]);
            for (var i = 0; i < row.Length; i++)
            {
                var weight = Vector.LoadUnsafe(ref weights.Values[i * result.Length + column]);
                sum = Vector.FusedMultiplyAdd(new Vector<double>(row[i]), weight, sum);
            }

            sum.CopyTo(result[column..]);
        }

        MultiplyRest(row, weights, offsets, result, column);
    }

    private static void MultiplyRest(
        ReadOnlySpan<double> row, Matrix weights, ReadOnlySpan<double> offsets, Span<double> result, int column)
    {
        for (; column < result.Length; column++)
        {
            var sum = offsets[column];
            for (var i = 0; i < row.Length; i++)
            {
                sum += row[i] * weights.Values[i * result.Length + column];
            }

            result[column] = sum;
        }
    }

    private static void Store(Vector<double> left, Vector<double> right, Span<double> result)
    {
        left.CopyTo(result);
        right.CopyTo(result[Vector<double>.Count..]);
    }
}
