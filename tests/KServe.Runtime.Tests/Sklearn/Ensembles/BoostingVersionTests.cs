using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;
using static KServe.Runtime.Tests.Sklearn.Descriptions;

namespace KServe.Runtime.Tests.Sklearn.Ensembles;

/// <summary>Boosting in the layouts of versions before and after the golden files'.</summary>
public sealed class BoostingVersionTests
{
    [Theory]
    [InlineData("0.24.2", "deviance", false)]
    [InlineData("1.3.2", "log_loss", false)]
    [InlineData("1.4.0", "log_loss", true)]
    public void DecisionFunction_SeveralClasses_StartsAsTheVersionDoes(string version, string loss, bool isSymmetric)
    {
        double[] prior = [0.5, 0.3, 0.2];
        var tree = TreeDescriptions.Regressor(version, 0, 0);
        var model = Read(Instance(
            "GradientBoostingClassifier",
            version,
            ("loss", loss),
            ("learning_rate", 0.1),
            ("n_features_in_", 1L),
            ("classes_", Integers(0, 1, 2)),
            ("init_", Prior(version, prior)),
            ("estimators_", Objects([1, 3], tree, tree, tree))));

        var scores = model.DecisionFunction(Rows([0.0]), TestContext.Current.CancellationToken).Values;

        var mean = isSymmetric ? prior.Average(Math.Log) : 0;
        for (var i = 0; i < prior.Length; i++)
        {
            Assert.Equal(Math.Log(prior[i]) - mean, scores[i], 1e-14);
        }
    }

    [Theory]
    [InlineData("1.3.2", 0)]
    [InlineData("1.4.0", 1)]
    public void Predict_ScoreOfZero_IsTheClassThatTheVersionTakes(string version, double expected)
    {
        var model = Read(Instance(
            "GradientBoostingClassifier",
            version,
            ("loss", "log_loss"),
            ("learning_rate", 0.1),
            ("n_features_in_", 1L),
            ("classes_", Integers(0, 1)),
            ("init_", "zero"),
            ("estimators_", Objects([1, 1], TreeDescriptions.Regressor(version, 0, 3)))));

        Assert.Equal([expected, 1], Predict(model, Rows([0.0], [1.0])));
    }

    [Fact]
    public void Read_StagesOfAnotherWidth_AreRefused()
    {
        var model = Instance(
            "GradientBoostingRegressor",
            "1.2.1",
            ("learning_rate", 0.1),
            ("init_", "zero"),
            ("estimators_", Objects(
                [1, 2], TreeDescriptions.Regressor("1.2.1", 0, 1), TreeDescriptions.Regressor("1.2.1", 0, 1))));

        Assert.Contains("estimators_", Assert.Throws<InvalidDataException>(() => Read(model)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("least_squares", 1.5)]
    [InlineData("poisson", 4.4816890703380645)]
    [InlineData("gamma", 4.4816890703380645)]
    public void Predict_HistogramsOf024_HaveANumberAsBaseline(string loss, double expected)
    {
        var model = Read(Instance(
            "HistGradientBoostingRegressor",
            "0.24.2",
            ("loss", loss),
            ("_n_features", 1L),
            ("n_trees_per_iteration_", 1L),
            ("_baseline_prediction", 1.0),
            ("_predictors", new List<object?>
            {
                new List<object?> { TreeDescriptions.Predictor("0.24.2", 0.5, -1) },
            })));

        Assert.Equal(expected, Assert.Single(Predict(model, Rows([0.5]))), 1e-14);
    }

    [Fact]
    public void Read_UnknownLoss_IsRefusedByName()
    {
        var model = Instance("HistGradientBoostingRegressor", "1.2.1", ("loss", "cauchy"));

        Assert.Contains("'cauchy'", Assert.Throws<InvalidDataException>(() => Read(model)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_TextCategoriesSince14_ComeFirstAndUnknownOnesAreMissing()
    {
        // Column 1 holds the categories; the trees see it as column 0, where "b" (1) goes left.
        var model = Read(Instance(
            "HistGradientBoostingRegressor",
            "1.5.2",
            ("loss", "squared_error"),
            ("n_features_in_", 2L),
            ("n_trees_per_iteration_", 1L),
            ("is_categorical_", Flags(false, true)),
            ("_preprocessor", Instance("ColumnTransformer", "1.5.2", ("transformers_", new List<object?>
            {
                new object?[] { "encoder", Instance("OrdinalEncoder", "1.5.2", ("categories_", new List<object?>
                {
                    Objects([3], "a", "b", double.NaN),
                })), null },
                new object?[] { "numerical", Instance("FunctionTransformer", "1.5.2"), null },
            }))),
            ("_bin_mapper", Instance(
                "_BinMapper",
                "1.5.2",
                ("is_categorical_", Flags(true, false)),
                ("bin_thresholds_", new List<object?> { Doubles(0, 1), Doubles(0.5) }))),
            ("_baseline_prediction", Doubles([1, 1], [10])),
            ("_predictors", new List<object?>
            {
                new List<object?> { TreeDescriptions.Predictor("1.5.2", 1, 2, set: [2, 0, 0, 0, 0, 0, 0, 0]) },
                new List<object?> { TreeDescriptions.Predictor("1.5.2", 100, 200, feature: 1) },
                new List<object?>
                {
                    TreeDescriptions.Predictor("1.5.2", 1000, 2000, [1, 0, 0, 0, 0, 0, 0, 0], missingLeft: true),
                },
            })));
        var rows = new Features(Table.FromColumns(
            4,
            new TableColumn("n", [0, 1, 0, 0]),
            new TableColumn("c", ["a", "b", null, "other"])));

        Assert.Equal([1112, 2211, 1112, 1112], Predict(model, rows));
    }

    [Theory]
    [InlineData("1.2.2", 1.0 / 3)]
    [InlineData("1.3.0", 2.0 / 3)]
    public void DecisionFunction_VotesOfAdaBoost_CountAgainstOthersSince13(string version, double expected)
    {
        var model = Read(Instance(
            "AdaBoostClassifier",
            version,
            ("algorithm", "SAMME"),
            ("classes_", Integers(0, 1)),
            ("estimator_weights_", Doubles(2, 1)),
            ("estimators_", new List<object?>
            {
                TreeDescriptions.Classifier(version, [1, 0], [0, 1]),
                TreeDescriptions.Classifier(version, [0, 1], [1, 0]),
            })));

        var scores = model.DecisionFunction(Rows([1.0]), TestContext.Current.CancellationToken).Values;

        Assert.Equal(expected, Assert.Single(scores), 1e-14);
    }

    [Fact]
    public void Read_AdaBoostWithoutAlgorithm_Votes()
    {
        var model = Read(Instance(
            "AdaBoostClassifier",
            "1.7.0",
            ("algorithm", "deprecated"),
            ("classes_", Integers(0, 1)),
            ("estimator_weights_", Doubles(2)),
            ("estimators_", new List<object?> { TreeDescriptions.Classifier("1.7.0", [0.6, 0.4], [0, 1]) })));

        Assert.Equal([-2, 2], model.DecisionFunction(
            Rows([0.0], [1.0]), TestContext.Current.CancellationToken).Values);
    }

    private static PickleInstance Prior(string version, double[] prior) => Instance(
        "DummyClassifier",
        version,
        ("strategy", "prior"),
        ("_strategy", "prior"),
        ("n_outputs_", 1L),
        ("n_classes_", (long)prior.Length),
        ("classes_", Integers([.. Enumerable.Range(0, prior.Length).Select(static i => (long)i)])),
        ("class_prior_", Doubles(prior)));
}
