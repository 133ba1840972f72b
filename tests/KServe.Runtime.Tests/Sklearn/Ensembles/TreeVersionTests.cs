using KServe.Kernels.Trees;
using KServe.Runtime.Pickle;
using static KServe.Runtime.Tests.Sklearn.Descriptions;

namespace KServe.Runtime.Tests.Sklearn.Ensembles;

/// <summary>Trees and forests in the layouts of versions before and after the golden files'.</summary>
public sealed class TreeVersionTests
{
    [Theory]
    [InlineData("0.24.2", 6, 2)]
    [InlineData("1.2.1", 6, 2)]
    [InlineData("1.3.0", 0.75, 0.25)]
    [InlineData("1.7.1", 0.75, 0.25)]
    public void PredictProba_CountsOrFractions_AreTheSameProbabilities(string version, double first, double second)
    {
        var tree = Read(TreeDescriptions.Classifier(version, [first, second], [0, 0]));

        var probabilities = tree.PredictProba(Rows([0.0], [1.0]), 0, TestContext.Current.CancellationToken);

        // A leaf without any weight says 0 of all classes, as the library does.
        Assert.Equal([0.75, 0.25, 0, 0], probabilities.Values);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Predict_MissingSince13_GoesWhereTheNodeSays(bool missingLeft, double expected)
    {
        var tree = Read(TreeDescriptions.Classifier("1.3.2", [1, 0], [0, 1], missingLeft));

        Assert.Equal([expected], Predict(tree, Rows([double.NaN])));
    }

    [Fact]
    public void Predict_MissingBefore13_IsRefused()
    {
        var tree = Read(TreeDescriptions.Classifier("1.2.2", [1, 0], [0, 1]));

        var error = Assert.Throws<InferenceException>(() => Predict(tree, Rows([double.NaN])));
        Assert.Equal("Input X contains NaN.", error.Message);
    }

    [Theory]
    [InlineData("1.3.2", false)]
    [InlineData("1.4.0", true)]
    public void Predict_MissingInForest_IsTakenSince14(string version, bool isTaken)
    {
        var forest = Read(Instance(
            "RandomForestClassifier",
            version,
            ("classes_", Integers(3, 7)),
            ("estimators_", new List<object?> { TreeDescriptions.Classifier(version, [1, 0], [0, 1]) })));

        var error = Record.Exception(() => Assert.Equal([7.0], Predict(forest, Rows([double.NaN]))));
        Assert.Equal(isTaken, error is null);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1e39)]
    public void Predict_BeyondSingle_IsRefused(double value)
    {
        var tree = Read(TreeDescriptions.Classifier("1.6.0", [1, 0], [0, 1]));

        var error = Assert.Throws<InferenceException>(() => Predict(tree, Rows([value])));
        Assert.Contains("too large for dtype('float32')", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetService_Forest_IsTheAverage()
    {
        var forest = Read(Instance(
            "RandomForestRegressor",
            "1.5.0",
            ("estimators_", new List<object?>
            {
                TreeDescriptions.Regressor("1.5.0", 1, 2),
                TreeDescriptions.Regressor("1.5.0", 4, 6),
            })));

        var ensemble = Assert.IsType<TreeEnsemble>(forest.GetService(typeof(TreeEnsemble)));
        var outputs = new double[2];
        ensemble.Predict([0.0, 1.0], 2, outputs, TestContext.Current.CancellationToken);
        Assert.Equal([2.5, 4], outputs);
        Assert.Equal([2.5, 4], Predict(forest, Rows([0.0], [1.0])));
    }

    [Fact]
    public void Read_ForestOfOtherTrees_IsRefused()
    {
        var forest = Instance(
            "RandomForestRegressor",
            "1.5.0",
            ("estimators_", new List<object?>
            {
                TreeDescriptions.Regressor("1.5.0", 1, 2),
                TreeDescriptions.Regressor("1.5.0", 1, 2, featureCount: 2),
            }));

        var error = Assert.Throws<InvalidDataException>(() => Read(forest));
        Assert.Contains("tree 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ValuesOfAnotherShape_AreRefused()
    {
        var tree = TreeDescriptions.Classifier("1.2.1", [1, 0], [0, 1]);
        ((PickleDictionary)tree.State!).TryGet("tree_", out var inner);
        ((PickleDictionary)((PickleInstance)inner!).State!).Set("values", Doubles([2, 1, 2], [1, 0, 0, 1]));

        var error = Assert.Throws<InvalidDataException>(() => Read(tree));
        Assert.Contains("Tree.values", error.Message, StringComparison.Ordinal);
    }
}
