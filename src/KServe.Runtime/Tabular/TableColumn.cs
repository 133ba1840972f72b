namespace KServe.Runtime.Tabular;

/// <summary>One column of a table.</summary>
internal sealed class TableColumn
{
    private readonly double[]? _numbers;
    private readonly string?[]? _texts;

    public TableColumn(string name, double[] numbers, TableColumnKind kind = TableColumnKind.Number)
    {
        Name = name;
        Kind = kind;
        _numbers = numbers;
    }

    public TableColumn(string name, string?[] texts)
    {
        Name = name;
        Kind = TableColumnKind.Text;
        _texts = texts;
    }

    public string Name { get; }

    public TableColumnKind Kind { get; }

    public int RowCount => _numbers?.Length ?? _texts!.Length;

    /// <summary>Gets the numbers of a column that holds no texts.</summary>
    /// <exception cref="InferenceException">The column holds texts.</exception>
    public double[] Numbers => _numbers
        ?? throw InferenceException.InvalidArgument($"input '{Name}' holds texts, numbers were expected");

    /// <summary>Gets the texts of a column of texts.</summary>
    /// <exception cref="InferenceException">The column holds numbers.</exception>
    public string?[] Texts => _texts
        ?? throw InferenceException.InvalidArgument($"input '{Name}' holds numbers, texts were expected");
}
