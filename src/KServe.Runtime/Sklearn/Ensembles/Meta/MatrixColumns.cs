using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Puts matrices beside and under each other, and takes columns out of them.</summary>
internal static class MatrixColumns
{
    /// <summary>Puts matrices of the same number of rows beside each other.</summary>
    public static Matrix Concatenate(IReadOnlyList<Matrix> parts)
    {
        var width = parts.Sum(static part => part.ColumnCount);
        var whole = new Matrix(parts[0].RowCount, width);
        var start = 0;
        foreach (var part in parts)
        {
            for (var row = 0; row < whole.RowCount; row++)
            {
                part.GetRow(row).CopyTo(whole.GetRow(row)[start..]);
            }

            start += part.ColumnCount;
        }

        return whole;
    }

    /// <summary>Puts matrices of the same size under each other.</summary>
    public static Matrix Stack(IReadOnlyList<Matrix> parts)
    {
        var size = parts[0].Values.Length;
        var values = new double[checked(size * parts.Count)];
        for (var i = 0; i < parts.Count; i++)
        {
            parts[i].Values.CopyTo(values, i * size);
        }

        return new Matrix(values, parts[0].RowCount * parts.Count, parts[0].ColumnCount);
    }

    /// <summary>Takes all columns from one on.</summary>
    public static Matrix From(Matrix matrix, int start)
    {
        var rest = new Matrix(matrix.RowCount, matrix.ColumnCount - start);
        for (var row = 0; row < rest.RowCount; row++)
        {
            matrix.GetRow(row)[start..].CopyTo(rest.GetRow(row));
        }

        return rest;
    }

    /// <summary>Takes one column.</summary>
    public static double[] Column(Matrix matrix, int column)
    {
        var values = new double[matrix.RowCount];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = matrix[row, column];
        }

        return values;
    }

    /// <summary>Takes some columns of rows, or the rows as they are when <paramref name="columns"/> is null.</summary>
    public static Features Select(Features features, int[]? columns)
    {
        if (columns is null)
        {
            return features;
        }

        var dense = features.ToDense();
        var selected = new Matrix(dense.RowCount, columns.Length);
        for (var row = 0; row < selected.RowCount; row++)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                selected.GetRow(row)[i] = dense[row, columns[i]];
            }
        }

        return new Features(selected);
    }
}
