using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn;

/// <summary>Reads scipy's matrices in compressed rows.</summary>
internal static class CsrReader
{
    // A sparse matrix says nothing of its width by its bytes: what becomes dense is bounded to 128 MiB.
    private const long MaxDenseCells = 1 << 24;

    /// <summary>Reads a matrix and checks all of its indexes.</summary>
    /// <returns><see langword="null"/> when the value is no such matrix.</returns>
    /// <exception cref="InvalidDataException">Its parts contradict each other.</exception>
    public static SparseMatrix? Read(object? value)
    {
        if (value is not PickleInstance { State: PickleDictionary state } instance
            || !instance.Type.Module.StartsWith("scipy.sparse", StringComparison.Ordinal)
            || instance.Type.Name is not ("csr_matrix" or "csr_array"))
        {
            return null;
        }

        var source = new SklearnObject(instance);
        var (rowCount, columnCount) = ReadShape(source, state);
        var starts = source.Integers("indptr", checked(rowCount + 1));
        var indices = source.Integers("indices");
        var values = source.Vector("data", indices.Length);
        if (starts[0] != 0 || starts[^1] != indices.Length)
        {
            throw source.Invalid("indptr does not cover the entries");
        }

        for (var row = 0; row + 1 < starts.Length; row++)
        {
            if (starts[row] > starts[row + 1])
            {
                throw source.Invalid("indptr goes down");
            }
        }

        if (Array.Exists(indices, column => column < 0 || column >= columnCount))
        {
            throw source.Invalid("an index lies beyond the columns");
        }

        SortRows(starts, indices, values);
        return new SparseMatrix(starts, indices, values, columnCount);
    }

    /// <summary>Reads a matrix that is to become dense.</summary>
    /// <returns><see langword="null"/> when the value is no such matrix.</returns>
    /// <exception cref="InvalidDataException">Its parts contradict each other, or it has too many cells.</exception>
    public static Matrix? ReadDense(object? value)
    {
        var sparse = Read(value);
        return (long?)sparse?.RowCount * sparse?.ColumnCount > MaxDenseCells
            ? throw new InvalidDataException($"a sparse matrix of more than {MaxDenseCells} cells was not expected")
            : sparse?.ToDense();
    }

    private static (int RowCount, int ColumnCount) ReadShape(SklearnObject source, PickleDictionary state)
    {
        if (state.TryGet("_shape", out var pair)
            && PickleNumbers.ToList(pair) is [var rows, var columns]
            && PickleNumbers.ToInteger(rows) is long rowCount and >= 0 and < int.MaxValue
            && PickleNumbers.ToInteger(columns) is long columnCount and >= 0 and <= int.MaxValue)
        {
            return ((int)rowCount, (int)columnCount);
        }

        throw source.Unexpected("_shape", "two lengths");
    }

    private static void SortRows(int[] starts, int[] indices, double[] values)
    {
        for (var row = 0; row + 1 < starts.Length; row++)
        {
            var length = starts[row + 1] - starts[row];
            Array.Sort(indices, values, starts[row], length);
        }
    }
}
