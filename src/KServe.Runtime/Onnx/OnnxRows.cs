using System.Numerics;
using System.Numerics.Tensors;
using KServe.Runtime.Onnx.Trees;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Onnx;

/// <summary>Copies the rows of a table, with room for the columns of sets behind each.</summary>
internal static class OnnxRows
{
    public static void Copy(Table table, Span<double> rows, int width, int featureCount, OnnxSetColumns columns)
    {
        if (table.HasColumns)
        {
            CopyColumns(table, rows, width, featureCount);
        }
        else if (table.IsSingle)
        {
            CopyMatrix(table.Singles.Span, table, rows, width, featureCount);
        }
        else
        {
            CopyMatrix(table.Doubles.Span, table, rows, width, featureCount);
        }

        for (var row = 0; columns.Count > 0 && row < table.RowCount; row++)
        {
            columns.Fill(rows.Slice(row * width, width));
        }
    }

    private static void CopyMatrix<T>(
        ReadOnlySpan<T> matrix, Table table, Span<double> rows, int width, int featureCount)
        where T : struct, INumberBase<T>
    {
        for (var row = 0; row < table.RowCount; row++)
        {
            TensorPrimitives.ConvertTruncating(
                matrix.Slice(row * table.ColumnCount, featureCount), rows.Slice(row * width, featureCount));
        }
    }

    private static void CopyColumns(Table table, Span<double> rows, int width, int featureCount)
    {
        for (var c = 0; c < featureCount; c++)
        {
            var numbers = table.GetColumn(c).Numbers;
            for (var row = 0; row < numbers.Length; row++)
            {
                rows[row * width + c] = numbers[row];
            }
        }
    }
}
