using System.Collections.Frozen;

namespace KServe.Explainers;

/// <summary>Names the request parameters that explainers read.</summary>
internal static class ParameterNames
{
    public const string Output = "output";
    public const string Class = "class";
    public const string Seed = "seed";
    public const string SampleCount = "nsamples";
    public const string Interactions = "interactions";
    public const string FeatureCount = "num_features";
    public const string Precision = "precision";
    public const string TargetClass = "target_class";
    public const string Repeats = "repeats";

    /// <summary>Gets all of them: they are not handed on to the model.</summary>
    public static FrozenSet<string> All { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        Output, Class, Seed, SampleCount, Interactions, FeatureCount, Precision, TargetClass, Repeats);
}
