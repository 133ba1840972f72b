using System.Collections.Frozen;

namespace KServe.Runtime.Sklearn.Preprocessing;

/// <summary>Pipelines, column transformers, scalers, encoders, imputers and vectorisers.</summary>
internal static class PreprocessingSection
{
    public static EstimatorSection Instance { get; } = new(
        new Dictionary<string, EstimatorFactory>(StringComparer.Ordinal).ToFrozenDictionary(),
        []);
}
