namespace KServe.Transformers;

/// <summary>Configures how the columns that clients send become those that a model takes.</summary>
/// <remarks>Read when the model loads.</remarks>
public sealed class TableOptions
{
    /// <summary>Gets the columns in the order of the model.</summary>
    /// <value>At least one. Inputs that no column names do not reach the model.</value>
    public IList<ColumnOptions> Columns { get; } = [];

    /// <summary>Gets or sets the input that takes all columns as one matrix.</summary>
    /// <value>Default: none, for an input for each column.</value>
    public string? Output { get; set; }

    /// <summary>Gets or sets the data type that the model takes.</summary>
    /// <value>FP32 or FP64. Default: FP32.</value>
    public TensorDataType DataType { get; set; } = TensorDataType.FP32;

    /// <summary>Gets or sets what becomes of a text that is none of the categories.</summary>
    /// <value>Default: <see cref="UnknownCategory.Refuse"/>.</value>
    public UnknownCategory UnknownCategory { get; set; }

    /// <summary>Adds a column.</summary>
    /// <param name="name">The name that the model knows it by.</param>
    /// <param name="configure">Changes the column.</param>
    /// <returns>These options.</returns>
    public TableOptions Add(string name, Action<ColumnOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var column = new ColumnOptions { Name = name };
        configure?.Invoke(column);
        Columns.Add(column);
        return this;
    }
}
