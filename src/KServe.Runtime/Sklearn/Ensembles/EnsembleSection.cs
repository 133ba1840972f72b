using System.Collections.Frozen;
using KServe.Runtime.Sklearn.Ensembles.Forests;
using KServe.Runtime.Sklearn.Ensembles.Trees;

namespace KServe.Runtime.Sklearn.Ensembles;

/// <summary>Trees, forests, boosting, and estimators made of other estimators.</summary>
internal static class EnsembleSection
{
    public static EstimatorSection Instance { get; } = new(
        new Dictionary<string, EstimatorFactory>(StringComparer.Ordinal)
        {
            ["DecisionTreeClassifier"] = DecisionTreeClassifier.Create,
            ["DecisionTreeRegressor"] = DecisionTreeRegressor.Create,
            ["ExtraTreeClassifier"] = DecisionTreeClassifier.Create,
            ["ExtraTreeRegressor"] = DecisionTreeRegressor.Create,
            ["ExtraTreesClassifier"] = ForestClassifier.Create,
            ["ExtraTreesRegressor"] = ForestRegressor.Create,
            ["RandomForestClassifier"] = ForestClassifier.Create,
            ["RandomForestRegressor"] = ForestRegressor.Create,
        }.ToFrozenDictionary(),
        ["Tree"]);
}
