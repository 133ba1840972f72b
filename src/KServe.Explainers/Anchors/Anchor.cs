namespace KServe.Explainers;

/// <summary>Conditions under which a model nearly always gives the class that it gives for a row.</summary>
public sealed class Anchor
{
    internal Anchor(IReadOnlyList<int> features, IReadOnlyList<string> conditions)
    {
        Features = features;
        Conditions = conditions;
    }

    /// <summary>Gets the features that have a condition, ascending; none when the class never changes.</summary>
    public IReadOnlyList<int> Features { get; }

    /// <summary>Gets the condition of each of these features, like <c>20 &lt; age &lt;= 30</c>.</summary>
    public IReadOnlyList<string> Conditions { get; }

    /// <summary>Gets the class of the row.</summary>
    public required long Class { get; init; }

    /// <summary>Gets the share of drawn rows under the conditions that have the class.</summary>
    public required double Precision { get; init; }

    /// <summary>Gets the share of background rows that meet the conditions.</summary>
    public required double Coverage { get; init; }

    /// <summary>Gets whether the precision asked for is reached with the confidence asked for.</summary>
    public required bool IsFound { get; init; }

    /// <summary>Writes the conditions.</summary>
    /// <returns>The conditions, joined by AND.</returns>
    public override string ToString() => string.Join(" AND ", Conditions);
}
