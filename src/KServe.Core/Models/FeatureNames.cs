namespace KServe;

/// <summary>Names the columns that a model takes in one matrix, in their order.</summary>
/// <param name="Names">The names, one for each column.</param>
/// <remarks>Predictors that know the names hand this out through <see cref="Predictor.GetService"/>.</remarks>
public sealed record FeatureNames(IReadOnlyList<string> Names);
