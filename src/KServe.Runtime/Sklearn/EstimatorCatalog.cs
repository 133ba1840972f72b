using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn;

/// <summary>Knows the classes of scikit-learn that can be read.</summary>
internal static class EstimatorCatalog
{
    private static readonly EstimatorSection[] Sections =
    [
        Models.ModelSection.Instance,
        Ensembles.EnsembleSection.Instance,
        Preprocessing.PreprocessingSection.Instance,
    ];

    private static readonly FrozenDictionary<string, EstimatorFactory> Factories = Sections
        .SelectMany(static section => section.Factories)
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Parts = Sections
        .SelectMany(static section => section.Parts)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Finds the factory of a class; the private modules of scikit-learn moved over the years.</summary>
    public static bool TryGet(PickleClass type, [NotNullWhen(true)] out EstimatorFactory? factory)
    {
        factory = null;
        return type.Module.StartsWith("sklearn.", StringComparison.Ordinal)
            && Factories.TryGetValue(type.Name, out factory);
    }

    /// <summary>Tells whether a pickle may name a class: an estimator, or a part of one.</summary>
    public static bool IsAllowed(PickleClass type) =>
        type.Module.StartsWith("sklearn.", StringComparison.Ordinal)
        && (Factories.ContainsKey(type.Name) || Parts.Contains(type.Name));
}
