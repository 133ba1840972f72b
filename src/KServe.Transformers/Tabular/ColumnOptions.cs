namespace KServe.Transformers;

/// <summary>Configures one column that a model takes.</summary>
public sealed class ColumnOptions
{
    /// <summary>Gets or sets the name that the model knows the column by.</summary>
    public string Name { get; set; } = "";

    /// <summary>Gets or sets the input that clients send it in.</summary>
    /// <value>Default: <see cref="Name"/>.</value>
    public string? From { get; set; }

    /// <summary>Gets or sets which column of that input it is, when that has several.</summary>
    /// <value>0 or more. Default: the only one.</value>
    public int? Index { get; set; }

    /// <summary>Gets or sets what stands for a missing value: a number, or one of <see cref="Categories"/>.</summary>
    /// <value>
    /// Default: none. The input is then required, a missing number stays NaN, and a missing text is treated as an
    /// unknown one. Otherwise clients may leave the input out.
    /// </value>
    public string? Default { get; set; }

    /// <summary>Gets the texts that clients may send; each becomes its position.</summary>
    /// <value>Case-sensitive, each once. Default: none, for a column of numbers.</value>
    public IList<string> Categories { get; } = [];

    /// <summary>Gets or sets whether each category becomes a column of zeros and ones.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool OneHot { get; set; }

    /// <summary>Gets or sets what is subtracted from each number.</summary>
    /// <value>Default: 0.</value>
    public double Mean { get; set; }

    /// <summary>Gets or sets what the difference is divided by.</summary>
    /// <value>Not 0. Default: 1.</value>
    public double Deviation { get; set; } = 1;
}
