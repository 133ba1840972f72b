namespace KServe.Explainers;

/// <summary>A row near the explained one that the model gives another class.</summary>
public sealed class Counterfactual
{
    internal Counterfactual(double[] values, IReadOnlyList<int> changedFeatures)
    {
        Values = values;
        ChangedFeatures = changedFeatures;
    }

    /// <summary>Gets the values of all features; those of the explained row when nothing was found.</summary>
    public ReadOnlyMemory<double> Values { get; }

    /// <summary>Gets the features that differ from the explained row, in ascending order.</summary>
    public IReadOnlyList<int> ChangedFeatures { get; }

    /// <summary>Gets whether a row of the wanted class was found.</summary>
    public required bool IsFound { get; init; }

    /// <summary>Gets the class of the explained row.</summary>
    public required long OriginalClass { get; init; }

    /// <summary>Gets the class of the counterfactual.</summary>
    public required long Class { get; init; }

    /// <summary>Gets how far the counterfactual is from the row.</summary>
    /// <value>In standard deviations of the background; a changed category counts 1.</value>
    public required double Distance { get; init; }
}
