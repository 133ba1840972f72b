using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.LightGbm;

/// <summary>Shows the rows of a table as float64, in place where they are so already.</summary>
/// <remarks>LightGBM never sees a number within 1e-35 of zero: it is left out of the row and counts as 0.</remarks>
internal sealed class DoubleRows : IDisposable
{
    private const double NearZero = 1e-35f;

    private readonly ReadOnlyMemory<double> _values;
    private double[]? _rented;

    private DoubleRows(ReadOnlyMemory<double> values, int rowCount, double[]? rented)
    {
        _values = values;
        _rented = rented;
        RowCount = rowCount;
    }

    public int RowCount { get; }

    public ReadOnlySpan<double> Values => _values.Span;

    /// <summary>Takes the rows of a table.</summary>
    /// <exception cref="InferenceException">The columns are too few or too many, or hold texts of no
    /// category.</exception>
    public static DoubleRows From(Table table, LightGbmColumns columns)
    {
        if (table.ColumnCount != columns.Count)
        {
            throw InferenceException.InvalidArgument(
                $"The number of features in data ({table.ColumnCount}) is not the same as it was in training data "
                + $"({columns.Count}).");
        }

        if (!table.HasColumns && !table.IsSingle && !HasTiny(table.Doubles.Span))
        {
            return new DoubleRows(table.Doubles, table.RowCount, rented: null);
        }

        var length = checked(table.RowCount * table.ColumnCount);
        var doubles = ArrayPool<double>.Shared.Rent(length);
        try
        {
            Copy(table, columns, doubles.AsSpan(0, length));
        }
        catch
        {
            ArrayPool<double>.Shared.Return(doubles);
            throw;
        }

        return new DoubleRows(doubles.AsMemory(0, length), table.RowCount, doubles);
    }

    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    private static void Copy(Table table, LightGbmColumns columns, Span<double> doubles)
    {
        if (table.HasColumns)
        {
            for (var c = 0; c < table.ColumnCount; c++)
            {
                columns.Read(table, c, doubles);
            }
        }
        else if (table.IsSingle)
        {
            TensorPrimitives.ConvertTruncating(table.Singles.Span, doubles);
        }
        else
        {
            table.Doubles.Span.CopyTo(doubles);
        }

        foreach (ref var value in doubles)
        {
            if (IsTiny(value))
            {
                value = 0;
            }
        }
    }

    private static bool IsTiny(double value) => value != 0 && Math.Abs(value) <= NearZero;

    private static bool HasTiny(ReadOnlySpan<double> values)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        var limit = new Vector<double>(NearZero);
        foreach (var vector in vectors)
        {
            var isSmall = Vector.LessThanOrEqual(Vector.Abs(vector), limit);
            if (Vector.AndNot(isSmall, Vector.Equals(vector, Vector<double>.Zero)) != Vector<long>.Zero)
            {
                return true;
            }
        }

        foreach (var value in values[(vectors.Length * Vector<double>.Count)..])
        {
            if (IsTiny(value))
            {
                return true;
            }
        }

        return false;
    }
}
