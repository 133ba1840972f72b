namespace KServe.Explainers;

/// <summary>What an explainer knows of a model's rows before the first request.</summary>
/// <param name="Names">The names of the columns of a matrix; <see langword="null"/> when not known.</param>
/// <param name="Background">The typical rows; <see langword="null"/> when there are none.</param>
/// <param name="KeepsTypes">
/// Whether integers stay integers. A model that takes any numbers gets the background's fractions as they are, also
/// when a client's row happens to be written without any.
/// </param>
internal sealed record RowSchema(IReadOnlyList<string>? Names, FeatureTable? Background, bool KeepsTypes = true);
