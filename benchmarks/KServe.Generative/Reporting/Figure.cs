namespace KServe.Generative.Reporting;

/// <summary>One line of the table.</summary>
/// <param name="Format">The precision.</param>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">The unit of the value.</param>
/// <param name="Rounds">The value of each round.</param>
internal sealed record Figure(string Format, string Name, string Unit, Series Rounds)
{
    public double Value => Rounds.Median;

    /// <summary>Gets what the value is held against.</summary>
    public string Against { get; init; } = "";

    /// <summary>Gets the value, or its inverse where less is better, against that.</summary>
    public double? Ratio { get; init; }

    /// <summary>Gets the least ratio that is wanted.</summary>
    public double? Goal { get; init; }

    /// <summary>Gets the largest value that is wanted.</summary>
    public double? Most { get; init; }

    /// <summary>Gets what the peer gave in the same rounds.</summary>
    public Series? Peer { get; init; }

    /// <summary>Gets whether the goal is met; <see langword="null"/> without one.</summary>
    public bool? IsMet => Goal is { } goal ? Ratio >= goal : Most is { } most ? Value <= most : null;
}
