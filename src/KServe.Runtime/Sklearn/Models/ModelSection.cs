using System.Collections.Frozen;

namespace KServe.Runtime.Sklearn.Models;

/// <summary>Linear models, support vectors, neighbours, naive Bayes, networks, clusters and decompositions.</summary>
internal static class ModelSection
{
    public static EstimatorSection Instance { get; } = new(
        new Dictionary<string, EstimatorFactory>(StringComparer.Ordinal).ToFrozenDictionary(),
        []);
}
