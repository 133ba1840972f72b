namespace KServe.Explainers;

/// <summary>Holds one named column of a table: numbers or texts.</summary>
/// <remarks>Immutable as long as the arrays given to it are not changed.</remarks>
public sealed class FeatureColumn
{
    /// <summary>Creates a column of numbers.</summary>
    /// <param name="name">The name.</param>
    /// <param name="numbers">One number for each row; NaN is a missing one.</param>
    public FeatureColumn(string name, params double[] numbers)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(numbers);
        Name = name;
        Numbers = numbers;
    }

    /// <summary>Creates a column of texts, each a category.</summary>
    /// <param name="name">The name.</param>
    /// <param name="texts">One text for each row; <see langword="null"/> is a missing one.</param>
    public FeatureColumn(string name, params string?[] texts)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(texts);
        Name = name;
        Texts = texts;
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the numbers; <see langword="null"/> for a column of texts.</summary>
    public IReadOnlyList<double>? Numbers { get; }

    /// <summary>Gets the texts; <see langword="null"/> for a column of numbers.</summary>
    public IReadOnlyList<string?>? Texts { get; }

    internal int RowCount => Numbers?.Count ?? Texts!.Count;
}
