using KServe.Runtime.Sklearn;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Broken and hostile files through the reader of the format.</summary>
public sealed class SklearnMalformedTests
{
    public static TheoryData<string> Files => [.. MalformedFile.Names("pickle")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_HostileFile_RefusesNamingIt(string name)
    {
        var file = MalformedFile.Load("pickle", name);

        var exception = Record.Exception(() => LoadAndPredict(file.Path));

        if (file.Must == "refuse" || exception is not null)
        {
            var error = Assert.IsType<InferenceException>(exception);
            Assert.DoesNotContain(Path.GetDirectoryName(file.Path)!, error.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(MalformedFile.Sentinel));
    }

    [Theory]
    [InlineData("forest_no_trees.joblib", "the forest has no trees")]
    [InlineData("not_an_estimator.pkl", "an estimator was expected")]
    [InlineData("tree_node_count.joblib", "Tree.nodes")]
    [InlineData("tree_feature_out_of_range.joblib", "feature 4000 of 4")]
    [InlineData("tree_value_shape.joblib", "Tree.values")]
    public void Load_UnsoundEnsemble_SaysWhatIsWrong(string name, string expected)
    {
        var error = Assert.Throws<InferenceException>(() => LoadAndPredict(MalformedFile.Load("pickle", name).Path));

        Assert.StartsWith($"{name}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sklearn", "decision_tree_classifier", "model.p4.pkl")]
    [InlineData("sklearn", "voting_soft", "model.p5.pkl")]
    [InlineData("sklearn", "gaussian_nb", "model.p3.pkl")]
    public void Load_MutatedFile_IsReadOrRefused(string group, string name, string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(FixtureCase.Load(group, name).Folder, file));
        var random = new Random(7);
        var path = Path.GetTempFileName();
        try
        {
            for (var i = 0; i < 3400; i++)
            {
                var mutated = bytes.ToArray();
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                {
                    mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
                }

                File.WriteAllBytes(path, mutated);
                var exception = Record.Exception(() => LoadAndPredict(path));
                Assert.True(exception is null or InferenceException, $"mutation {i}: {exception}");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void LoadAndPredict(string path)
    {
        var model = SklearnReader.Load(path, predictProba: false, TestContext.Current.CancellationToken);
        var width = model.ColumnCount is > 0 and < 1000 ? model.ColumnCount : 4;
        foreach (var output in model.Outputs)
        {
            using var tensor = model.Compute(
                Table.FromMatrix(new double[2 * width], 2, width),
                output,
                output.Name,
                new TensorPool(),
                TestContext.Current.CancellationToken);
        }
    }
}
