using System.Text;
using KServe.Runtime.Files;
using KServe.Runtime.LightGbm;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.LightGbm;

/// <summary>Holds what the fixtures do not show of the text format, by hand.</summary>
public sealed class LightGbmTextTests
{
    private const string Tree = """
        Tree=0
        num_leaves=2
        num_cat=0
        split_feature=0
        threshold=0.5
        decision_type=2
        left_child=-1
        right_child=-2
        leaf_value=-0.75 2
        leaf_count=3 1
        internal_count=4
        shrinkage=1


        """;

    [Theory]
    [InlineData("regression", -0.75)]
    [InlineData("regression sqrt", -0.5625)]
    [InlineData("quantile sqrt", -0.5625)]
    [InlineData("huber sqrt", -0.75)]
    [InlineData("fair", -0.75)]
    [InlineData("mape", -0.75)]
    [InlineData("regression_l1", -0.75)]
    [InlineData("lambdarank", -0.75)]
    [InlineData("rank_xendcg", -0.75)]
    [InlineData("custom", -0.75)]
    [InlineData("poisson", 0.4723665527410147)]
    [InlineData("gamma", 0.4723665527410147)]
    [InlineData("tweedie", 0.4723665527410147)]
    [InlineData("binary sigmoid:1", 0.32082130082460705)]
    [InlineData("binary sigmoid:2", 0.18242552380635635)]
    [InlineData("cross_entropy", 0.32082130082460705)]
    [InlineData("cross_entropy_lambda", 0.38687100611489994)]
    [InlineData(null, -0.75)]
    public void Read_Objective_TurnsRawScoresAsTheLibraryDoes(string? objective, double expected)
    {
        var model = Read(Model(objective));
        using var tensor = ModelOutputs.Compute(model, Row(0), "predict");
        Assert.Equal(expected, tensor.AsSpan<double>()[0], 1e-14);
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("binary sigmoid:0")]
    [InlineData("multiclass num_class:3")]
    [InlineData("magic")]
    public void Read_UnfitObjective_IsRefused(string objective) =>
        Assert.Throws<InvalidDataException>(() => Read(Model(objective)));

    [Fact]
    public void Read_OldModelWithoutSizes_ReadsTreesUpToTheirEnd()
    {
        var text = Model("regression").Replace("version=v4", "version=v2", StringComparison.Ordinal)
            .Replace("tree_sizes=1\n", "", StringComparison.Ordinal)
            .Replace("end of trees", "Tree=1" + Tree[6..] + "end of trees", StringComparison.Ordinal);
        using var leaves = ModelOutputs.Compute(Read(text), Row(1), "pred_leaf");
        Assert.Equal([1, 1], leaves.AsSpan<int>().ToArray());
    }

    [Fact]
    public void Read_LinesThatEndWithCarriageReturns_AreTheSame()
    {
        var model = Read(Model("regression").ReplaceLineEndings("\r\n"));
        using var tensor = ModelOutputs.Compute(model, Row(0), "predict");
        Assert.Equal(-0.75, tensor.AsSpan<double>()[0]);
    }

    [Fact]
    public void Read_FewerTreesThanSizes_IsRefused() => Assert.Throws<InvalidDataException>(
        () => Read(Model("regression").Replace("tree_sizes=1", "tree_sizes=1 1", StringComparison.Ordinal)));

    [Fact]
    public void Compute_TextsOfPandasCategories_BecomeCodes()
    {
        var text = Model("regression").Replace("decision_type=2", "decision_type=1", StringComparison.Ordinal)
            .Replace("num_cat=0", "num_cat=1\ncat_boundaries=0 1\ncat_threshold=5", StringComparison.Ordinal)
            .Replace("threshold=0.5", "threshold=0", StringComparison.Ordinal)
            .Replace("feature_infos=[0:1]", "feature_infos=0:1:2", StringComparison.Ordinal)
            + "\npandas_categorical:[[\"red\", \"green\", \"blue\"]]\n";
        var table = Table.FromColumns(5, new TableColumn("Column_0", ["red", "green", "blue", "black", null]));
        using var tensor = ModelOutputs.Compute(Read(text), table, "predict");
        Assert.Equal([-0.75, 2, -0.75, 2, 2], tensor.AsSpan<double>().ToArray());
    }

    [Fact]
    public void Compute_TextsWithoutCategories_AreRefused()
    {
        var table = Table.FromColumns(1, new TableColumn("Column_0", ["red"]));
        var error = Assert.Throws<InferenceException>(
            () => ModelOutputs.Compute(Read(Model("regression")), table, "predict"));
        Assert.Contains("Column_0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_NumberNearZero_CountsAsZero()
    {
        var text = Model("regression").Replace("threshold=0.5", "threshold=-1e-40", StringComparison.Ordinal);
        using var tensor = ModelOutputs.Compute(Read(text), Row(-1e-36, 0, -1e-34), "predict");
        Assert.Equal([2, 2, -0.75], tensor.AsSpan<double>().ToArray());
    }

    [Fact]
    public void Compute_WrongNumberOfFeatures_IsRefusedWithBothCounts()
    {
        var error = Assert.Throws<InferenceException>(
            () => ModelOutputs.Compute(Read(Model("regression")), Table.FromMatrix(new double[3], 1, 3), "predict"));
        Assert.Contains("(3) is not the same as it was in training data (1)", error.Message, StringComparison.Ordinal);
    }

    private static string Model(string? objective) =>
        "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx=0\n"
        + (objective is null ? "" : $"objective={objective}\n")
        + "feature_names=Column_0\nfeature_infos=[0:1]\ntree_sizes=1\n\n" + Tree + "end of trees\n";

    private static Table Row(params double[] values) => Table.FromMatrix(values, values.Length, 1);

    private static TabularModel Read(string text)
    {
        using var source = ByteSource.Wrap(Encoding.UTF8.GetBytes(text));
        return LightGbmReader.Read(source, LightGbmOptions.None, CancellationToken.None);
    }
}
