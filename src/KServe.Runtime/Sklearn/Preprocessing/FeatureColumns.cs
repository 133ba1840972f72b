using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn.Preprocessing;

/// <summary>Takes columns out of any form of features.</summary>
internal static class FeatureColumns
{
    /// <summary>Gets one column, whose name is empty unless the features are a table with names.</summary>
    public static TableColumn Get(Features features, int column)
    {
        if (features.Table is { } table)
        {
            return table.GetColumn(column);
        }

        var matrix = features.ToDense();
        var numbers = new double[matrix.RowCount];
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = matrix[row, column];
        }

        return new TableColumn("", numbers);
    }

    /// <summary>Tells whether a table has a column of texts.</summary>
    public static bool HasTexts(Features features)
    {
        if (features.Table is not { HasColumns: true } table)
        {
            return false;
        }

        for (var column = 0; column < table.ColumnCount; column++)
        {
            if (table.GetColumn(column).Kind == TableColumnKind.Text)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gathers columns by their positions, in the given order.</summary>
    public static Features Select(Features features, ReadOnlySpan<int> columns)
    {
        if (features.Sparse is { } sparse)
        {
            return new Features(Select(sparse, columns));
        }

        if (features.Table is { HasColumns: true } table)
        {
            var selected = new TableColumn[columns.Length];
            for (var i = 0; i < selected.Length; i++)
            {
                selected[i] = table.GetColumn(columns[i]);
            }

            return new Features(Table.FromColumns(table.RowCount, selected));
        }

        return new Features(Select(features.ToDense(), columns));
    }

    private static Matrix Select(Matrix matrix, ReadOnlySpan<int> columns)
    {
        var selected = new Matrix(matrix.RowCount, columns.Length);
        for (var row = 0; row < matrix.RowCount; row++)
        {
            var from = matrix.GetRow(row);
            var to = selected.GetRow(row);
            for (var i = 0; i < columns.Length; i++)
            {
                to[i] = from[columns[i]];
            }
        }

        return selected;
    }

    private static SparseMatrix Select(SparseMatrix matrix, ReadOnlySpan<int> columns)
    {
        var isAscending = true;
        var places = new int[matrix.ColumnCount];
        Array.Fill(places, -1);
        for (var i = 0; i < columns.Length; i++)
        {
            isAscending &= i == 0 || columns[i] > columns[i - 1];
            places[columns[i]] = i;
        }

        if (!isAscending)
        {
            return SparseMatrix.FromDense(Select(matrix.ToDense(), columns));
        }

        var starts = new int[matrix.RowCount + 1];
        List<int> selected = [];
        List<double> values = [];
        for (var row = 0; row < matrix.RowCount; row++)
        {
            for (var i = matrix.Starts[row]; i < matrix.Starts[row + 1]; i++)
            {
                if (places[matrix.Columns[i]] >= 0)
                {
                    selected.Add(places[matrix.Columns[i]]);
                    values.Add(matrix.Values[i]);
                }
            }

            starts[row + 1] = selected.Count;
        }

        return new SparseMatrix(starts, [.. selected], [.. values], columns.Length);
    }
}
