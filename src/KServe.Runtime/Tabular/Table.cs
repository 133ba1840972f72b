using System.Numerics.Tensors;

namespace KServe.Runtime.Tabular;

/// <summary>The rows of one request: a matrix of numbers, or columns of numbers and texts.</summary>
/// <remarks>
/// A view: the memory of a matrix belongs to the request. Exactly one of the three forms is there; a matrix of FP32 or
/// FP64 is handed on as it came, any other numbers become FP64.
/// </remarks>
internal sealed class Table
{
    private readonly TableColumn[]? _columns;

    private Table(int rowCount, int columnCount, IReadOnlyList<string>? columnNames)
    {
        RowCount = rowCount;
        ColumnCount = columnCount;
        ColumnNames = columnNames;
    }

    private Table(int rowCount, TableColumn[] columns, IReadOnlyList<string>? columnNames)
        : this(rowCount, columns.Length, columnNames) => _columns = columns;

    public int RowCount { get; }

    public int ColumnCount { get; }

    /// <summary>Gets the names of the columns; <see langword="null"/> when they go by position.</summary>
    public IReadOnlyList<string>? ColumnNames { get; }

    /// <summary>Gets whether the table is columns rather than a matrix.</summary>
    public bool HasColumns => _columns is not null;

    /// <summary>Gets whether the table is a matrix of <see cref="float"/>.</summary>
    public bool IsSingle { get; private init; }

    /// <summary>Gets the row-major matrix when <see cref="IsSingle"/>.</summary>
    public ReadOnlyMemory<float> Singles { get; private init; }

    /// <summary>Gets the row-major matrix when there are neither columns nor <see cref="Singles"/>.</summary>
    public ReadOnlyMemory<double> Doubles { get; private init; }

    public static Table FromMatrix(ReadOnlyMemory<float> values, int rowCount, int columnCount) =>
        new(rowCount, columnCount, columnNames: null) { IsSingle = true, Singles = values };

    public static Table FromMatrix(ReadOnlyMemory<double> values, int rowCount, int columnCount) =>
        new(rowCount, columnCount, columnNames: null) { Doubles = values };

    /// <summary>Makes a table of columns of the same length.</summary>
    public static Table FromColumns(int rowCount, params TableColumn[] columns) =>
        new(rowCount, columns, Array.ConvertAll(columns, static column => column.Name));

    /// <summary>Makes a table of columns of the same length that go by position.</summary>
    public static Table FromUnnamedColumns(int rowCount, params TableColumn[] columns) =>
        new(rowCount, columns, columnNames: null);

    /// <summary>Gets a column by its position; one of a matrix is copied out of it and has no name.</summary>
    public TableColumn GetColumn(int index)
    {
        if (_columns is not null)
        {
            return _columns[index];
        }

        var numbers = new double[RowCount];
        for (var row = 0; row < numbers.Length; row++)
        {
            var at = row * ColumnCount + index;
            numbers[row] = IsSingle ? Singles.Span[at] : Doubles.Span[at];
        }

        return new TableColumn("", numbers);
    }

    /// <summary>Finds a column by name.</summary>
    /// <returns>Its position, or -1.</returns>
    public int FindColumn(string name) =>
        _columns is null
            ? -1
            : Array.FindIndex(_columns, column => string.Equals(column.Name, name, StringComparison.Ordinal));

    /// <summary>Copies all cells into a row-major matrix.</summary>
    /// <exception cref="InferenceException">A column holds texts.</exception>
    public void CopyTo(Span<double> matrix)
    {
        if (_columns is not null)
        {
            for (var c = 0; c < _columns.Length; c++)
            {
                var numbers = _columns[c].Numbers;
                for (var row = 0; row < numbers.Length; row++)
                {
                    matrix[row * _columns.Length + c] = numbers[row];
                }
            }
        }
        else if (IsSingle)
        {
            TensorPrimitives.ConvertTruncating(Singles.Span, matrix);
        }
        else
        {
            Doubles.Span.CopyTo(matrix);
        }
    }
}
