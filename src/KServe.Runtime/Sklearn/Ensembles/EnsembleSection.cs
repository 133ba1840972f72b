using System.Collections.Frozen;
using KServe.Runtime.Sklearn.Ensembles.Boosting;
using KServe.Runtime.Sklearn.Ensembles.Forests;
using KServe.Runtime.Sklearn.Ensembles.Meta;
using KServe.Runtime.Sklearn.Ensembles.Trees;

namespace KServe.Runtime.Sklearn.Ensembles;

/// <summary>Trees, forests, boosting, and estimators made of other estimators.</summary>
internal static class EnsembleSection
{
    public static EstimatorSection Instance { get; } = new(
        new Dictionary<string, EstimatorFactory>(StringComparer.Ordinal)
        {
            ["AdaBoostClassifier"] = AdaBoostClassifier.Create,
            ["AdaBoostRegressor"] = AdaBoostRegressor.Create,
            ["BaggingClassifier"] = BaggingClassifier.Create,
            ["BaggingRegressor"] = BaggingRegressor.Create,
            ["ClassifierChain"] = EstimatorChain.Create,
            ["DecisionTreeClassifier"] = DecisionTreeClassifier.Create,
            ["DecisionTreeRegressor"] = DecisionTreeRegressor.Create,
            ["ExtraTreeClassifier"] = DecisionTreeClassifier.Create,
            ["ExtraTreeRegressor"] = DecisionTreeRegressor.Create,
            ["ExtraTreesClassifier"] = ForestClassifier.Create,
            ["ExtraTreesRegressor"] = ForestRegressor.Create,
            ["FixedThresholdClassifier"] = ThresholdClassifier.CreateFixed,
            ["FrozenEstimator"] = DelegatingEstimator.CreateFrozen,
            ["GradientBoostingClassifier"] = GradientBoostingClassifier.Create,
            ["GradientBoostingRegressor"] = GradientBoostingRegressor.Create,
            ["GridSearchCV"] = DelegatingEstimator.CreateSearch,
            ["HalvingGridSearchCV"] = DelegatingEstimator.CreateSearch,
            ["HalvingRandomSearchCV"] = DelegatingEstimator.CreateSearch,
            ["HistGradientBoostingClassifier"] = HistBoostingClassifier.Create,
            ["HistGradientBoostingRegressor"] = HistBoostingRegressor.Create,
            ["IsolationForest"] = IsolationForest.Create,
            ["MultiOutputClassifier"] = MultiOutputClassifier.Create,
            ["MultiOutputRegressor"] = MultiOutputRegressor.Create,
            ["OneVsOneClassifier"] = OneVsOneClassifier.Create,
            ["OneVsRestClassifier"] = OneVsRestClassifier.Create,
            ["OutputCodeClassifier"] = OutputCodeClassifier.Create,
            ["RandomForestClassifier"] = ForestClassifier.Create,
            ["RandomForestRegressor"] = ForestRegressor.Create,
            ["RandomTreesEmbedding"] = RandomTreesEmbedding.Create,
            ["RandomizedSearchCV"] = DelegatingEstimator.CreateSearch,
            ["RegressorChain"] = EstimatorChain.Create,
            ["SelfTrainingClassifier"] = DelegatingEstimator.CreateSelfTraining,
            ["StackingClassifier"] = StackingClassifier.Create,
            ["StackingRegressor"] = StackingRegressor.Create,
            ["TunedThresholdClassifierCV"] = ThresholdClassifier.CreateTuned,
            ["VotingClassifier"] = VotingClassifier.Create,
            ["VotingRegressor"] = VotingRegressor.Create,
            ["_ConstantPredictor"] = ConstantPredictor.Create,
        }.ToFrozenDictionary(),
        EnsembleParts.Names);
}
