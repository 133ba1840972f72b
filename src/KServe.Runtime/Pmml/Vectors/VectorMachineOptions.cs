namespace KServe.Runtime.Pmml.Vectors;

/// <summary>How the decision functions choose a category.</summary>
/// <param name="IsOneAgainstOne">Whether they vote, rather than the best of them wins.</param>
/// <param name="IsHighestBest">Whether the highest value wins, rather than the lowest.</param>
/// <param name="Threshold">Below this value a function votes for its own category.</param>
/// <param name="AlternateCategory">The category of the rounded value 0; -1 when it has none.</param>
internal sealed record VectorMachineOptions(
    bool IsOneAgainstOne,
    bool IsHighestBest,
    double Threshold,
    int AlternateCategory);
