namespace KServe.Detectors;

/// <summary>Tells what a detector found.</summary>
public sealed record Detection
{
    /// <summary>Gets the name of the detector.</summary>
    public required string Detector { get; init; }

    /// <summary>Gets the kind: <c>outlier</c>, <c>drift</c> or <c>fairness</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the method.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the model's name.</summary>
    public required string ModelName { get; init; }

    /// <summary>Gets the model's version.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>Gets when it was found.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the id of the request; <see langword="null"/> when it has none or several are meant.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets the row of the request, from 0; -1 when several are meant.</summary>
    public int Row { get; init; } = -1;

    /// <summary>Gets what was found: one score of an outlier, one entry for each feature that has drifted.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Says in one line what was found and where, for logs.</summary>
    /// <returns>The line, with all findings.</returns>
    public override string ToString() =>
        $"{Kind} by {Method} ({Detector}) in {ModelName} version {ModelVersion}: {string.Join(", ", Findings)}";
}
