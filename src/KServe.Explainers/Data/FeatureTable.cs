namespace KServe.Explainers;

/// <summary>Holds rows of features: those to explain, or those a model was trained on.</summary>
/// <remarks>
/// Immutable and safe to share. Texts are stored as numbers: the position of the text among the labels of its column,
/// NaN for a missing one.
/// </remarks>
public sealed class FeatureTable
{
    private readonly double[] _values;
    private readonly IReadOnlyList<string>?[] _labels;

    internal FeatureTable(
        int rowCount,
        int columnCount,
        double[] values,
        IReadOnlyList<string>? columnNames,
        IReadOnlyList<string>?[]? labels = null)
    {
        RowCount = rowCount;
        ColumnCount = columnCount;
        ColumnNames = columnNames;
        _values = values;
        _labels = labels ?? new IReadOnlyList<string>?[columnCount];
    }

    /// <summary>Gets the number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Gets the number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>Gets the names of the columns; <see langword="null"/> when they go by position.</summary>
    public IReadOnlyList<string>? ColumnNames { get; }

    /// <summary>Gets all values, row-major.</summary>
    public ReadOnlyMemory<double> Values => _values;

    /// <summary>Copies a matrix into a table.</summary>
    /// <param name="values">Rows by columns.</param>
    /// <param name="columnNames">One name for each column; none by default.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The number of names differs from that of columns.</exception>
    public static FeatureTable FromMatrix(double[,] values, IReadOnlyList<string>? columnNames = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (rows, columns) = (values.GetLength(0), values.GetLength(1));
        if (columnNames is not null && columnNames.Count != columns)
        {
            throw new ArgumentException(
                $"{columns} names were expected, one for each column, got {columnNames.Count}.", nameof(columnNames));
        }

        var copy = new double[values.Length];
        Buffer.BlockCopy(values, 0, copy, 0, checked(copy.Length * sizeof(double)));
        return new FeatureTable(rows, columns, copy, columnNames);
    }

    /// <summary>Makes a table of columns.</summary>
    /// <param name="columns">Columns of one length with different names.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">Lengths differ or a name is there twice.</exception>
    public static FeatureTable FromColumns(params IReadOnlyList<FeatureColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var rowCount = columns.Count == 0 ? 0 : columns[0].RowCount;
        var names = new string[columns.Count];
        var values = new double[checked(rowCount * columns.Count)];
        var labels = new IReadOnlyList<string>?[columns.Count];
        for (var c = 0; c < columns.Count; c++)
        {
            if (columns[c].RowCount != rowCount || names.AsSpan(0, c).Contains(columns[c].Name))
            {
                throw new ArgumentException(
                    $"Column '{columns[c].Name}' is there twice or has another length than {rowCount}.",
                    nameof(columns));
            }

            names[c] = columns[c].Name;
            labels[c] = Copy(columns[c], values.AsSpan(), c, columns.Count);
        }

        return new FeatureTable(rowCount, columns.Count, values, names, labels);
    }

    /// <summary>Reads a table from a file.</summary>
    /// <param name="path">
    /// A CSV file with a header, or a JSON file: a list of rows, a list of objects, or an object with <c>columns</c>
    /// and <c>data</c>. At most 16 MiB.
    /// </param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The table; columns with anything but numbers hold texts.</returns>
    /// <exception cref="InvalidDataException">The file is no table or too large.</exception>
    public static Task<FeatureTable> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FeatureTableReader.ReadAsync(path, cancellationToken);
    }

    /// <summary>Gets one row.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <returns>The values in the order of the columns.</returns>
    public ReadOnlySpan<double> GetRow(int row) => _values.AsSpan(row * ColumnCount, ColumnCount);

    /// <summary>Gets the texts that the numbers of a column stand for.</summary>
    /// <param name="column">From 0 to <see cref="ColumnCount"/> - 1.</param>
    /// <returns>The texts; <see langword="null"/> for a column of numbers.</returns>
    public IReadOnlyList<string>? GetLabels(int column) => _labels[column];

    /// <summary>Finds a column by its case-sensitive name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Its position; -1 when there is none.</returns>
    public int FindColumn(string name)
    {
        for (var c = 0; ColumnNames is not null && c < ColumnCount; c++)
        {
            if (string.Equals(ColumnNames[c], name, StringComparison.Ordinal))
            {
                return c;
            }
        }

        return -1;
    }

    /// <summary>Copies one column.</summary>
    internal double[] GetColumn(int column)
    {
        var values = new double[RowCount];
        for (var r = 0; r < values.Length; r++)
        {
            values[r] = _values[r * ColumnCount + column];
        }

        return values;
    }

    /// <summary>Takes some columns in a given order, the same table when they are all in place.</summary>
    internal FeatureTable Select(ReadOnlySpan<int> columns)
    {
        var isSame = columns.Length == ColumnCount;
        for (var c = 0; c < columns.Length && isSame; c++)
        {
            isSame = columns[c] == c;
        }

        if (isSame)
        {
            return this;
        }

        var values = new double[checked(RowCount * columns.Length)];
        var names = ColumnNames is null ? null : new string[columns.Length];
        var labels = new IReadOnlyList<string>?[columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            labels[c] = _labels[columns[c]];
            names?[c] = ColumnNames![columns[c]];
            for (var r = 0; r < RowCount; r++)
            {
                values[r * columns.Length + c] = _values[r * ColumnCount + columns[c]];
            }
        }

        return new FeatureTable(RowCount, columns.Length, values, names, labels);
    }

    /// <summary>Takes at most so many rows, drawn without repetition and kept in their order.</summary>
    internal FeatureTable Sample(int maxRows, int seed)
    {
        if (RowCount <= maxRows)
        {
            return this;
        }

        var picked = Enumerable.Range(0, RowCount).ToArray();
        new Random(seed).Shuffle(picked);
        Array.Sort(picked, 0, maxRows);
        var values = new double[checked(maxRows * ColumnCount)];
        for (var i = 0; i < maxRows; i++)
        {
            GetRow(picked[i]).CopyTo(values.AsSpan(i * ColumnCount));
        }

        return new FeatureTable(maxRows, ColumnCount, values, ColumnNames, _labels);
    }

    private static List<string>? Copy(FeatureColumn column, Span<double> values, int index, int width)
    {
        if (column.Numbers is { } numbers)
        {
            for (var r = 0; r < numbers.Count; r++)
            {
                values[r * width + index] = numbers[r];
            }

            return null;
        }

        var labels = new LabelSet([]);
        for (var r = 0; r < column.Texts!.Count; r++)
        {
            values[r * width + index] = labels.GetCode(column.Texts[r]);
        }

        return labels.Labels;
    }
}
