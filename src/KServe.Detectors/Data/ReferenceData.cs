namespace KServe.Detectors;

/// <summary>Holds the rows that detectors take for normal, such as those that a model was trained on.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed class ReferenceData
{
    private const int MaxColumns = 4096;
    private const int MaxValues = 1 << 27;

    private ReferenceData(double[] values, int columns, IReadOnlyList<string> names)
    {
        Values = values;
        Columns = columns;
        FeatureNames = names;
    }

    /// <summary>Gets the number of rows.</summary>
    public int Rows => Values.Length / Columns;

    /// <summary>Gets the number of columns.</summary>
    public int Columns { get; }

    /// <summary>Gets the names of the columns; <c>f0</c>, <c>f1</c> and so on when the source has none.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Gets all values, row by row; not to be changed.</summary>
    internal double[] Values { get; }

    /// <summary>Creates reference data from values.</summary>
    /// <param name="values">The values, row by row; they are copied.</param>
    /// <param name="columns">The number of columns, from 1 to 4096.</param>
    /// <param name="featureNames">The names of the columns.</param>
    /// <returns>The data.</returns>
    /// <exception cref="InvalidDataException">The values are no whole rows, are not finite, or names do not
    /// fit.</exception>
    public static ReferenceData FromRows(
        ReadOnlySpan<double> values,
        int columns,
        IReadOnlyList<string>? featureNames = null) =>
        Create(values.ToArray(), columns, featureNames, "the rows");

    /// <summary>Reads a file: CSV with a line of names, or an array of NumPy by the extension <c>.npy</c>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The data.</returns>
    /// <exception cref="InvalidDataException">The content is no table of finite numbers; the text says
    /// where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReferenceData FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = Path.GetFileName(path);
        if (string.Equals(Path.GetExtension(path), ".npy", StringComparison.OrdinalIgnoreCase))
        {
            var (numbers, width) = NpyTable.Read(File.ReadAllBytes(path), name);
            return Create(numbers, width, null, name);
        }

        var (values, names) = CsvNumbers.Read(File.ReadLines(path), name);
        return Create(values, names.Count, names, name);
    }

    internal static InvalidDataException Wrong(string source, string reason) => new($"{source}: {reason}.");

    private static ReferenceData Create(double[] values, int columns, IReadOnlyList<string>? names, string source)
    {
        if (columns is < 1 or > MaxColumns || values.Length == 0 || values.Length % columns != 0
            || values.Length > MaxValues)
        {
            throw Wrong(source, $"{values.Length} values are no table of 1 to {MaxColumns} columns, here {columns}");
        }

        if (Array.FindIndex(values, static value => !double.IsFinite(value)) is >= 0 and var index)
        {
            throw Wrong(source, $"row {index / columns}, column {index % columns} is not a finite number");
        }

        names ??= [.. Enumerable.Range(0, columns).Select(static column => $"f{column}")];
        return names.Count == columns
            ? new ReferenceData(values, columns, [.. names])
            : throw Wrong(source, $"{columns} columns have {names.Count} names");
    }
}
