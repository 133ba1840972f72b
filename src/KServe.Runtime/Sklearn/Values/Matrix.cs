namespace KServe.Runtime.Sklearn.Values;

/// <summary>A row-major matrix of numbers, or a vector of them.</summary>
internal sealed class Matrix
{
    public Matrix(int rowCount, int columnCount)
        : this(new double[checked(rowCount * columnCount)], rowCount, columnCount)
    {
    }

    public Matrix(double[] values, int rowCount, int columnCount)
    {
        if (values.Length != (long)rowCount * columnCount)
        {
            throw new ArgumentException(
                $"{values.Length} numbers are not {rowCount} rows of {columnCount}.", nameof(values));
        }

        Values = values;
        RowCount = rowCount;
        ColumnCount = columnCount;
    }

    public double[] Values { get; }

    public int RowCount { get; }

    public int ColumnCount { get; }

    /// <summary>Gets whether clients see one number per row, of shape [rows], rather than [rows, columns].</summary>
    public bool IsVector { get; init; }

    public double this[int row, int column] => Values[row * ColumnCount + column];

    /// <summary>Makes a matrix of one column that clients see as a vector.</summary>
    public static Matrix Vector(double[] values) => new(values, values.Length, 1) { IsVector = true };

    public Span<double> GetRow(int row) => Values.AsSpan(row * ColumnCount, ColumnCount);
}
