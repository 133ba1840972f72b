using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn.Values;

/// <summary>What one step of a pipeline hands to the next: a table as it came, a matrix, or a sparse matrix.</summary>
internal sealed class Features
{
    private readonly Table? _table;
    private Matrix? _dense;

    public Features(Table table)
    {
        _table = table;
        RowCount = table.RowCount;
        ColumnCount = table.ColumnCount;
    }

    public Features(Matrix dense)
    {
        _dense = dense;
        RowCount = dense.RowCount;
        ColumnCount = dense.ColumnCount;
    }

    public Features(SparseMatrix sparse)
    {
        Sparse = sparse;
        RowCount = sparse.RowCount;
        ColumnCount = sparse.ColumnCount;
    }

    public int RowCount { get; }

    public int ColumnCount { get; }

    /// <summary>Gets the sparse matrix; <see langword="null"/> for any other form.</summary>
    public SparseMatrix? Sparse { get; }

    /// <summary>
    /// Gets the table as it came from the client; <see langword="null"/> once a step has made numbers of it.
    /// </summary>
    public Table? Table => _table;

    /// <summary>Gets all cells as a dense matrix, made at the first call. Never write to it.</summary>
    /// <exception cref="InferenceException">A column holds texts.</exception>
    public Matrix ToDense()
    {
        if (_dense is null)
        {
            var dense = Sparse?.ToDense() ?? new Matrix(RowCount, ColumnCount);
            _table?.CopyTo(dense.Values);
            _dense = dense;
        }

        return _dense;
    }
}
