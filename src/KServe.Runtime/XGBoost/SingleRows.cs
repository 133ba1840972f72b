using System.Buffers;
using System.Numerics.Tensors;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.XGBoost;

/// <summary>Shows the rows of a table as float32, as XGBoost reads them, in place where they are so already.</summary>
internal sealed class SingleRows : IDisposable
{
    private readonly ReadOnlyMemory<float> _values;
    private float[]? _rented;

    private SingleRows(ReadOnlyMemory<float> values, int rowCount, float[]? rented)
    {
        _values = values;
        _rented = rented;
        RowCount = rowCount;
    }

    public int RowCount { get; }

    public ReadOnlySpan<float> Values => _values.Span;

    /// <summary>Takes the rows of a table.</summary>
    /// <exception cref="InferenceException">The columns are too few or too many, hold texts or infinities.</exception>
    public static SingleRows From(Table table, int columnCount)
    {
        if (table.ColumnCount != columnCount)
        {
            throw InferenceException.InvalidArgument(
                $"Feature shape mismatch, expected: {columnCount}, got {table.ColumnCount}");
        }

        var rows = table.IsSingle ? new SingleRows(table.Singles, table.RowCount, rented: null) : Convert(table);
        if (!rows.Values.IsEmpty && float.IsInfinity(TensorPrimitives.MaxMagnitudeNumber(rows.Values)))
        {
            rows.Dispose();
            throw InferenceException.InvalidArgument("Input data contains `inf` or a value too large for float32");
        }

        return rows;
    }

    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private static SingleRows Convert(Table table)
    {
        var length = checked(table.RowCount * table.ColumnCount);
        var singles = ArrayPool<float>.Shared.Rent(length);
        try
        {
            if (table.HasColumns)
            {
                CopyColumns(table, singles);
            }
            else
            {
                TensorPrimitives.ConvertTruncating(table.Doubles.Span, singles);
            }
        }
        catch
        {
            ArrayPool<float>.Shared.Return(singles);
            throw;
        }

        return new SingleRows(singles.AsMemory(0, length), table.RowCount, singles);
    }

    private static void CopyColumns(Table table, Span<float> singles)
    {
        for (var c = 0; c < table.ColumnCount; c++)
        {
            var numbers = table.GetColumn(c).Numbers;
            for (var row = 0; row < numbers.Length; row++)
            {
                singles[row * table.ColumnCount + c] = (float)numbers[row];
            }
        }
    }
}
