namespace KServe.Runtime.Sklearn;

/// <summary>The classes that one folder of estimators brings to the catalog.</summary>
/// <param name="Factories">The estimators, by class name without module.</param>
/// <param name="Parts">The names of classes that appear inside them without being estimators.</param>
internal sealed record EstimatorSection(
    IReadOnlyDictionary<string, EstimatorFactory> Factories,
    IReadOnlyList<string> Parts);
