using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn;
using KServe.Runtime.Sklearn.Values;
using static KServe.Runtime.Tests.Sklearn.Descriptions;

namespace KServe.Runtime.Tests.Sklearn.Ensembles;

/// <summary>Estimators made of others, in the layouts of versions before and after the golden files'.</summary>
public sealed class MetaVersionTests
{
    private static PickleInstance Stump => TreeDescriptions.Classifier("1.6.1", [0.7, 0.3], [0.2, 0.8]);

    [Theory]
    [InlineData("1.5.2", "base_estimator_")]
    [InlineData("1.6.0", "estimator_")]
    public void Read_SelfTraining_FindsItsEstimator(string version, string attribute)
    {
        var model = Read(Instance("SelfTrainingClassifier", version, (attribute, Stump), ("classes_", Integers(0, 1))));

        Assert.Equal([0, 1], Predict(model, Rows([0.0], [1.0])));
        Assert.True(model.Methods.HasFlag(EstimatorMethods.PredictProba));
        Assert.False(model.Methods.HasFlag(EstimatorMethods.Apply));
    }

    [Fact]
    public void Read_Frozen_AnswersAsTheEstimatorInside()
    {
        var model = Read(Instance("FrozenEstimator", "1.6.0", ("estimator", Stump)));

        Assert.Equal(1, model.FeatureCount);
        Assert.Equal([1, 2], model.Apply(Rows([0.0], [1.0]), TestContext.Current.CancellationToken).Values);
    }

    [Theory]
    [InlineData(0.25, 1, 1, 1)]
    [InlineData(0.5, 1, 0, 1)]
    [InlineData(0.85, 1, 0, 0)]
    [InlineData(0.25, 0, 0, 1)]
    [InlineData(0.1, 0, 0, 0)]
    public void Predict_FixedThreshold_AsksForThePositiveLabel(
        double threshold, long positive, double atLeft, double atRight)
    {
        var model = Read(Instance(
            "FixedThresholdClassifier",
            "1.5.0",
            ("estimator_", Stump),
            ("threshold", threshold),
            ("pos_label", positive),
            ("response_method", "auto")));

        Assert.Equal([atLeft, atRight], Predict(model, Rows([0.0], [1.0])));
    }

    [Fact]
    public void Predict_TunedThreshold_UsesWhatWasFound()
    {
        var model = Read(Instance(
            "TunedThresholdClassifierCV",
            "1.5.0",
            ("estimator_", Stump),
            ("best_threshold_", 0.3),
            ("response_method", "auto"),
            ("_curve_scorer", Instance("_CurveScorer", "", ("_kwargs", new PickleDictionary())))));

        Assert.Equal([1, 1], Predict(model, Rows([0.0], [1.0])));
    }

    [Theory]
    [InlineData("1.5.0", double.NaN)]
    [InlineData("1.6.0", 0)]
    public void PredictProba_NothingForAnyClass_IsLeftAtZeroSince16(string version, double expected)
    {
        var never = TreeDescriptions.Classifier(version, [1, 0], [1, 0]);
        var model = Read(Instance(
            "OneVsRestClassifier",
            version,
            ("label_binarizer_", Instance(
                "LabelBinarizer", version, ("classes_", Integers(0, 1, 2)), ("y_type_", "multiclass"))),
            ("estimators_", new List<object?> { never, never, never })));

        var probabilities = model.PredictProba(Rows([0.0]), 0, TestContext.Current.CancellationToken);

        Assert.Equal([expected, expected, expected], probabilities.Values);
    }

    [Theory]
    [InlineData("predict", 1)]
    [InlineData("predict_proba", 0)]
    public void Predict_Chain_HandsOnWhatItsMethodSays(string method, double expected)
    {
        // The second estimator splits what the first one said at 0.9: its class is 1, its probability 0.8.
        var second = Instance(
            "DecisionTreeClassifier",
            "1.5.0",
            ("n_features_in_", 2L),
            ("classes_", Integers(0, 1)),
            ("tree_", SplitOn(column: 1, at: 0.9)));
        var model = Read(Instance(
            "ClassifierChain",
            "1.5.0",
            ("n_features_in_", 1L),
            ("chain_method_", method),
            ("order_", new List<object?> { 1L, 0L }),
            ("estimators_", new List<object?> { Stump, second })));

        // The order says that the first estimator is about the second target.
        Assert.Equal([expected, 1], model.Predict(Rows([1.0]), TestContext.Current.CancellationToken).Values.Values);
    }

    [Fact]
    public void Read_MemberOfItself_IsRefused()
    {
        var search = Instance("GridSearchCV", "1.2.1");
        ((PickleDictionary)search.State!).Set("best_estimator_", search);

        Assert.Contains("deep", Assert.Throws<InvalidDataException>(() => Read(search)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SearchWithoutRefit_SaysThatNothingIsFitted()
    {
        var search = Instance("GridSearchCV", "1.2.1", ("refit", false));
        var error = Assert.Throws<InvalidDataException>(() => Read(search));

        Assert.Contains("best_estimator_ is missing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2L)]
    [InlineData(-1L)]
    public void Read_ChainOrderBeyondTheTargets_IsRefused(long position)
    {
        var chain = Instance(
            "ClassifierChain",
            "1.2.1",
            ("order_", new List<object?> { position }),
            ("estimators_", new List<object?> { Stump }));

        Assert.Contains("order_", Assert.Throws<InvalidDataException>(() => Read(chain)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VotingClassifier")]
    [InlineData("BaggingClassifier")]
    [InlineData("AdaBoostClassifier")]
    [InlineData("StackingRegressor")]
    [InlineData("MultiOutputRegressor")]
    [InlineData("OneVsOneClassifier")]
    [InlineData("RandomForestClassifier")]
    [InlineData("IsolationForest")]
    public void Read_NoMembers_IsRefused(string name)
    {
        var model = Instance(
            name, "1.2.1", ("estimators_", new List<object?>()), ("classes_", Integers(0, 1)),
            ("n_features_in_", 1L), ("final_estimator_", TreeDescriptions.Regressor("1.2.1", 0, 1)));

        Assert.Throws<InvalidDataException>(() => Read(model));
    }

    private static PickleInstance SplitOn(int column, double at)
    {
        NumpyType whole = new(NumpyKind.Signed, 8), real = new(NumpyKind.Float, 8);
        var state = new PickleDictionary();
        state.Set("nodes", Records(
            ("left_child", whole, [1, -1, -1]),
            ("right_child", whole, [2, -1, -1]),
            ("feature", whole, [column, -2, -2]),
            ("threshold", real, [at, -2, -2]),
            ("n_node_samples", whole, [4, 2, 2]),
            ("weighted_n_node_samples", real, [4, 2, 2])));
        state.Set("values", Doubles([3, 1, 2], [1, 1, 1, 0, 0, 1]));
        return new PickleInstance(new PickleClass("sklearn.tree._tree", "Tree"), [2L, Integers(2), 1L])
        {
            State = state,
        };
    }
}
