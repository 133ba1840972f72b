using System.Text;
using KServe.Runtime.Files;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;
using KServe.Runtime.XGBoost;

namespace KServe.Runtime.Tests.XGBoost;

/// <summary>Holds what versions of the JSON schema other than that of the fixtures write, by hand.</summary>
public sealed class XgboostSchemaTests
{
    private const string Stump = """
        {"tree_param":{"num_nodes":"3","size_leaf_vector":"1"},"id":0,
         "left_children":[1,-1,-1],"right_children":[2,-1,-1],"parents":[2147483647,0,0],
         "split_indices":[0,0,0],"split_conditions":[0.5,-1,2],"default_left":[1,0,0],
         "base_weights":[0,-1,2],"sum_hessian":[4,3,1],"loss_changes":[1,0,0]}
        """;

    private const string VectorTree = """
        {"tree_param":{"num_nodes":"3","size_leaf_vector":"2"},"id":0,
         "left_children":[1,-1,-1],"right_children":[2,RIGHTS],"parents":[2147483647,0,0],
         "split_indices":[0,0,0],"split_conditions":[0.5,0,0],"default_left":[0,0,0],
         "base_weights":[9,9,-1,-2,3,4]WEIGHTS}
        """;

    [Theory]
    [InlineData("5E-1", 0.5)]
    [InlineData("[5E-1]", 0.5)]
    [InlineData("(2.5E0)", 2.5)]
    [InlineData("3", 3)]
    [InlineData("", 0.5)]
    [InlineData("[]", 0.5)]
    public void Read_AnyFormOfBaseScore_IsAddedToTheMargin(string text, double expected)
    {
        var model = Read(Document(text, "reg:squarederror", [Stump], "[0]"));
        Assert.Equal([(float)expected - 1, (float)expected + 2], Predict(model, "margin", 0, 1));
    }

    [Fact]
    public void Read_BaseScorePerOutput_IsAddedToEach()
    {
        var model = Read(Document("[1E0,2E0]", "reg:squarederror", [Stump, Stump], "[0,1]", targets: 2));
        Assert.Equal([0f, 1f, 3f, 4f], Predict(model, "predict", 0, 1));
    }

    [Theory]
    [InlineData("[1E0,2E0]")]
    [InlineData("half")]
    [InlineData("NaN")]
    [InlineData("[1,]")]
    public void Read_UnfitBaseScore_IsRefused(string text) =>
        Assert.Throws<InvalidDataException>(() => Read(Document(text, "reg:squarederror", [Stump], "[0]")));

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("-3")]
    public void Read_BaseScoreThatIsNoProbability_IsRefusedForLogisticModels(string text) =>
        Assert.Throws<InvalidDataException>(() => Read(Document(text, "binary:logistic", [Stump], "[0]")));

    [Fact]
    public void Read_DegenerateBaseScoreOfNewModels_IsBounded()
    {
        var model = Read(Document("[1E0]", "binary:logistic", [Stump], "[0]", version: "[3,2,0]"));
        var margin = Predict(model, "margin", 0)[0];
        Assert.InRange(margin, 11, 14);
    }

    [Theory]
    [InlineData("[1,4,0]", -1)]
    [InlineData("[1,7,4]", -0.5)]
    public void Read_RawLogit_TakesTheBaseScoreAsItsVersionDid(string version, double expected)
    {
        var model = Read(Document("5E-1", "binary:logitraw", [Stump], "[0]", version: version));
        Assert.Equal([(float)expected], Predict(model, "predict", 0));
    }

    [Theory]
    [InlineData("-1,-1", "")]
    [InlineData("0,1", ",\"leaf_weights\":[-1,-2,3,4]")]
    public void Read_TreeOfVectorLeaves_AddsToEveryTarget(string rights, string weights)
    {
        var tree = VectorTree.Replace("RIGHTS", rights, StringComparison.Ordinal)
            .Replace("WEIGHTS", weights, StringComparison.Ordinal);
        var model = Read(Document("[0E0]", "reg:squarederror", [tree], "[0]", targets: 2));
        Assert.Equal([-1f, -2f, 3f, 4f], Predict(model, "predict", 0, 1));
        Assert.DoesNotContain(model.Outputs, static output => output.Name == "pred_contribs");
    }

    [Theory]
    [InlineData("0,7", ",\"leaf_weights\":[-1,-2,3,4]")]
    [InlineData("0,-2", ",\"leaf_weights\":[-1,-2,3,4]")]
    public void Read_VectorLeafBeyondItsValues_IsRefused(string rights, string weights)
    {
        var tree = VectorTree.Replace("RIGHTS", rights, StringComparison.Ordinal)
            .Replace("WEIGHTS", weights, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(
            () => Read(Document("[0E0]", "reg:squarederror", [tree], "[0]", targets: 2)));
    }

    [Fact]
    public void Read_BestIterationWithRoundStarts_TakesTheTreesOfThoseRounds()
    {
        var document = Document("0", "reg:squarederror", [Stump, Stump, Stump], "[0,0,0]")
            .Replace("\"tree_info\"", "\"iteration_indptr\":[0,2,3],\"tree_info\"", StringComparison.Ordinal)
            .Replace("\"attributes\":{}", "\"attributes\":{\"best_iteration\":\"0\"}", StringComparison.Ordinal);
        Assert.Equal([4f], Predict(Read(document), "predict_best", 1));
    }

    [Fact]
    public void Read_UnorderedQuantiles_AreSortedForNewModels()
    {
        var document = Document(
            "[5E0,1E0]", "reg:quantileerror", [Stump, Stump], "[0,1]", targets: 2, version: "[3,5,0]");
        Assert.Equal([0f, 4f], Predict(Read(document), "predict", 0));
    }

    [Fact]
    public void Read_WeightsBesideTheTreesOfAnyBooster_AreApplied()
    {
        var document = Document("0", "reg:squarederror", [Stump, Stump], "[0,0]")
            .Replace("\"tree_info\"", "\"weight_drop\":[0.5],\"tree_info\"", StringComparison.Ordinal);
        Assert.Equal([3f], Predict(Read(document), "predict", 1));
    }

    [Theory]
    [InlineData("\"left_children\":[1,-1,-1]", "\"left_children\":[1,-1]")]
    [InlineData("\"split_conditions\":[0.5,-1,2]", "\"split_conditions\":[0.5,-1]")]
    [InlineData("\"left_children\":[1,-1,-1]", "\"left_children\":[2,-1,-1]")]
    [InlineData("\"left_children\":[1,-1,-1]", "\"left_children\":[1.5,-1,-1]")]
    [InlineData("\"split_indices\":[0,0,0]", "\"split_indices\":[1,0,0]")]
    [InlineData("\"split_indices\":[0,0,0]", "\"split_indices\":[-1,0,0]")]
    [InlineData("\"num_nodes\":\"3\"", "\"num_nodes\":\"0\"")]
    [InlineData("\"num_nodes\":\"3\"", "\"num_nodes\":\"three\"")]
    [InlineData("\"default_left\":[1,0,0]", "\"default_left\":[1,,0]")]
    [InlineData("\"default_left\":[1,0,0]", "\"default_left\":[1,0,0}")]
    [InlineData("\"tree_info\":[0]", "\"tree_info\":[0,0]")]
    [InlineData("\"num_trees\":\"1\"", "\"num_trees\":\"2\"")]
    [InlineData("\"num_class\":\"0\"", "\"num_class\":\"5000000\"")]
    public void Read_PartsThatDoNotGoTogether_AreRefused(string part, string broken)
    {
        var document = Document("0", "reg:squarederror", [Stump], "[0]");
        var mutant = document.Replace(part, broken, StringComparison.Ordinal);
        Assert.NotEqual(document, mutant);
        Assert.Throws<InvalidDataException>(() => Read(mutant));
    }

    [Fact]
    public void Read_ManyFeaturesAndFewTrees_TakesLittleMemory()
    {
        var document = Document("0", "reg:squarederror", [Stump], "[0]")
            .Replace("\"num_feature\":\"1\"", "\"num_feature\":\"1000000000\"", StringComparison.Ordinal);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1_000_000_000, Read(document).ColumnCount);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Mutations.MostBytes);
    }

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Compute_Infinity_IsRefused(float value)
    {
        var model = Read(Document("0", "reg:squarederror", [Stump], "[0]"));
        var error = Assert.Throws<InferenceException>(() => Predict(model, "predict", value));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
    }

    [Fact]
    public void Compute_TooManyColumns_IsRefusedWithBothCounts()
    {
        var model = Read(Document("0", "reg:squarederror", [Stump], "[0]"));
        var error = Assert.Throws<InferenceException>(
            () => ModelOutputs.Compute(model, Table.FromMatrix(new float[4], 2, 2), "predict"));
        Assert.Contains("expected: 1, got 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_NoRows_GivesNoPredictions()
    {
        var model = Read(Document("0", "reg:squarederror", [Stump], "[0]"));
        Assert.Empty(Predict(model, "predict"));
        Assert.Empty(Predict(model, "pred_contribs"));
    }

    private static string Document(
        string baseScore,
        string objective,
        string[] trees,
        string groups,
        int targets = 1,
        string version = "[3,1,0]") =>
        "{\"version\":" + version + ",\"learner\":{\"attributes\":{},\"objective\":{\"name\":\"" + objective + "\"},"
        + "\"learner_model_param\":{\"base_score\":\"" + baseScore + "\",\"num_feature\":\"1\",\"num_class\":\"0\","
        + "\"num_target\":\"" + targets + "\",\"boost_from_average\":\"1\"},\"gradient_booster\":{\"name\":\"gbtree\","
        + "\"model\":{\"cats\":{\"enc\":[],\"feature_segments\":[],\"sorted_idx\":[]},"
        + "\"gbtree_model_param\":{\"num_trees\":\"" + trees.Length + "\",\"num_parallel_tree\":\"1\"},"
        + "\"tree_info\":" + groups + ",\"trees\":[" + string.Join(',', trees) + "]}}}}";

    private static TabularModel Read(string document)
    {
        using var source = ByteSource.Wrap(Encoding.UTF8.GetBytes(document));
        return XgboostReader.Read(source, CancellationToken.None);
    }

    private static float[] Predict(TabularModel model, string output, params float[] rows)
    {
        using var tensor = ModelOutputs.Compute(model, Table.FromMatrix(rows, rows.Length, 1), output);
        return tensor.AsSpan<float>().ToArray();
    }
}
