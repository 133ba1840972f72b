using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn.Preprocessing.Composition;

/// <summary>Puts the columns of several transformers side by side.</summary>
internal static class FeatureStack
{
    /// <summary>Joins features of the same number of rows.</summary>
    /// <param name="parts">The features, in order.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="isSparse">Whether a sparse matrix is to come out.</param>
    public static Features Join(Features[] parts, int rowCount, bool isSparse)
    {
        if (parts is [var only] && only.Sparse is not null == isSparse)
        {
            return only;
        }

        if (isSparse)
        {
            return new Features(JoinSparse(parts, rowCount));
        }

        return HasTexts(parts)
            ? new Features(JoinColumns(parts, rowCount))
            : new Features(JoinDense(parts, rowCount));
    }

    /// <summary>Adds up the columns of transformers; -1 when one does not know.</summary>
    public static TensorShape GetShape(IEnumerable<Estimator> transformers)
    {
        long count = 0;
        foreach (var transformer in transformers)
        {
            var columns = transformer.TransformShape is { Rank: 2 } shape ? shape[1] : -1;
            if (columns < 0)
            {
                return [-1, -1];
            }

            count += columns;
        }

        return [-1, count];
    }

    private static Matrix JoinDense(Features[] parts, int rowCount)
    {
        var joined = new Matrix(rowCount, CountColumns(parts));
        var first = 0;
        foreach (var part in parts)
        {
            if (part.Sparse is { } sparse)
            {
                Scatter(sparse, joined, first);
            }
            else
            {
                var dense = part.ToDense();
                for (var row = 0; row < rowCount; row++)
                {
                    dense.GetRow(row).CopyTo(joined.GetRow(row)[first..]);
                }
            }

            first += part.ColumnCount;
        }

        return joined;
    }

    private static void Scatter(SparseMatrix sparse, Matrix target, int firstColumn)
    {
        for (var row = 0; row < sparse.RowCount; row++)
        {
            var cells = target.GetRow(row)[firstColumn..];
            for (var i = sparse.Starts[row]; i < sparse.Starts[row + 1]; i++)
            {
                cells[sparse.Columns[i]] += sparse.Values[i];
            }
        }
    }

    private static SparseMatrix JoinSparse(Features[] parts, int rowCount)
    {
        var all = new SparseMatrix[parts.Length];
        var count = 0;
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = parts[i].Sparse ?? SparseMatrix.FromDense(parts[i].ToDense());
            count = checked(count + all[i].Values.Length);
        }

        var starts = new int[rowCount + 1];
        var columns = new int[count];
        var values = new double[count];
        var at = 0;
        for (var row = 0; row < rowCount; row++)
        {
            var first = 0;
            foreach (var part in all)
            {
                for (var i = part.Starts[row]; i < part.Starts[row + 1]; i++)
                {
                    columns[at] = first + part.Columns[i];
                    values[at++] = part.Values[i];
                }

                first += part.ColumnCount;
            }

            starts[row + 1] = at;
        }

        return new SparseMatrix(starts, columns, values, CountColumns(parts));
    }

    private static Table JoinColumns(Features[] parts, int rowCount)
    {
        var columns = new TableColumn[CountColumns(parts)];
        var at = 0;
        foreach (var part in parts)
        {
            var whole = part.Table is null ? new Features(part.ToDense()) : part;
            for (var i = 0; i < part.ColumnCount; i++)
            {
                columns[at++] = FeatureColumns.Get(whole, i);
            }
        }

        return Table.FromColumns(rowCount, columns);
    }

    private static bool HasTexts(Features[] parts)
    {
        foreach (var part in parts)
        {
            if (FeatureColumns.HasTexts(part))
            {
                return true;
            }
        }

        return false;
    }

    private static int CountColumns(Features[] parts)
    {
        var count = 0;
        foreach (var part in parts)
        {
            count = checked(count + part.ColumnCount);
        }

        return count;
    }
}
