namespace KServe.Runtime.Sklearn.Values;

/// <summary>
/// A matrix in compressed rows: row r holds the entries from <c>Starts[r]</c> up to <c>Starts[r + 1]</c>.
/// </summary>
internal sealed class SparseMatrix(int[] starts, int[] columns, double[] values, int columnCount)
{
    public int RowCount => Starts.Length - 1;

    public int ColumnCount { get; } = columnCount;

    public int[] Starts { get; } = starts;

    /// <summary>Gets the column of each entry, ascending within a row.</summary>
    public int[] Columns { get; } = columns;

    public double[] Values { get; } = values;

    /// <summary>Keeps the entries of a dense matrix that are not zero.</summary>
    public static SparseMatrix FromDense(Matrix matrix)
    {
        var starts = new int[matrix.RowCount + 1];
        List<int> columns = [];
        List<double> values = [];
        for (var row = 0; row < matrix.RowCount; row++)
        {
            var cells = matrix.GetRow(row);
            for (var column = 0; column < cells.Length; column++)
            {
                if (cells[column] != 0)
                {
                    columns.Add(column);
                    values.Add(cells[column]);
                }
            }

            starts[row + 1] = columns.Count;
        }

        return new SparseMatrix(starts, [.. columns], [.. values], matrix.ColumnCount);
    }

    public Matrix ToDense()
    {
        var dense = new Matrix(RowCount, ColumnCount);
        for (var row = 0; row < RowCount; row++)
        {
            for (var i = Starts[row]; i < Starts[row + 1]; i++)
            {
                dense.GetRow(row)[Columns[i]] += Values[i];
            }
        }

        return dense;
    }
}
