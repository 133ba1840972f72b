namespace KServe.Runtime.Pmml.Neighbors;

/// <summary>How neighbours are chosen and joined.</summary>
/// <param name="Count">The number of neighbours.</param>
/// <param name="Continuous">How numbers are joined.</param>
/// <param name="Categorical">How categories are joined.</param>
/// <param name="Threshold">What is added to distances before they become weights.</param>
internal sealed record NeighborOptions(
    int Count,
    NeighborScoring Continuous,
    NeighborScoring Categorical,
    double Threshold);
