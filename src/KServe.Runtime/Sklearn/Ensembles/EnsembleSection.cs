using System.Collections.Frozen;

namespace KServe.Runtime.Sklearn.Ensembles;

/// <summary>Trees, forests, boosting, and estimators made of other estimators.</summary>
internal static class EnsembleSection
{
    public static EstimatorSection Instance { get; } = new(
        new Dictionary<string, EstimatorFactory>(StringComparer.Ordinal).ToFrozenDictionary(),
        []);
}
