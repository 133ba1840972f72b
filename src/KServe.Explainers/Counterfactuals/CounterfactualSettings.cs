namespace KServe.Explainers;

/// <summary>What the search for counterfactuals does for one request.</summary>
internal sealed record CounterfactualSettings(int SampleCount, int Seed, long? TargetClass);
