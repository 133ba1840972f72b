namespace KServe.Runtime.Pmml.Trees;

/// <summary>What a tree does when its predicates do not lead to a leaf.</summary>
/// <param name="Missing">When a predicate is unknown.</param>
/// <param name="IsLastPredictionReturned">Whether the last node predicts when none of its children is true.</param>
/// <param name="Penalty">What confidences are multiplied with for every default child and surrogate.</param>
internal sealed record TreeOptions(MissingValueStrategy Missing, bool IsLastPredictionReturned, double Penalty);
