namespace KServe.Runtime.XGBoost;

/// <summary>Holds the columns that a booster was trained on.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Names">Their names, or none.</param>
internal sealed record BoosterColumns(int Count, IReadOnlyList<string> Names);
