namespace KServe.Explainers;

/// <summary>The values that a feature may take in a counterfactual.</summary>
/// <param name="Minimum">The lowest value.</param>
/// <param name="Maximum">The highest value.</param>
public sealed record FeatureRange(double Minimum, double Maximum);
