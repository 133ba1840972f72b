using KServe.Runtime.Files;
using KServe.Runtime.Onnx;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Onnx;

public sealed class OnnxTreeReaderTests
{
    public static TheoryData<string> Malformed =>
        [.. Directory.GetFiles(Path.Combine(FixtureCase.Root, "malformed", "onnx"))
            .Select(static path => Path.GetFileName(path))];

    [Theory]
    [InlineData("tree_ensemble_classifier")]
    [InlineData("tree_ensemble_regressor")]
    public void Load_FixtureFile_GivesEveryOutputOfOnnxRuntime(string name)
    {
        var fixture = FixtureCase.Load("onnx", name);
        var model = OnnxTreeReader.Load(fixture.ModelFiles[0], CancellationToken.None);
        var input = fixture.Inputs[0];
        float[] cells = [.. input.Json.GetProperty("data").EnumerateArray()
            .SelectMany(static row => row.EnumerateArray())
            .Select(static cell => (float)FixtureInput.ReadNumber(cell))];
        var table = Table.FromMatrix(cells, input.RowCount, cells.Length / input.RowCount);
        foreach (var expected in fixture.Outputs)
        {
            using var actual = ModelOutputs.Compute(model, table, expected.Name);
            expected.AssertMatches(actual);
        }

        Assert.Equal(fixture.Outputs.Select(static output => output.Name), model.DefaultOutputs);
        Assert.True(OnnxTreeReader.IsTreeEnsemble(fixture.ModelFiles[0]));
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Load_MalformedFile_IsRefusedWithItsName(string name)
    {
        var path = Path.Combine(FixtureCase.Root, "malformed", "onnx", name);
        var error = Assert.Throws<InferenceException>(() => OnnxTreeReader.Load(path, CancellationToken.None));
        Assert.StartsWith(name + ": ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnotherOperator_IsRefusedWithItsName()
    {
        var model = new OnnxModelWriter()
            .AddNode("Scaler", "ai.onnx.ml", ["X"], ["Y"])
            .AddOutput("Y", 1, -1, 3)
            .ToArray();
        var error = Assert.Throws<InvalidDataException>(() => OnnxTreeReader.Read(model, CancellationToken.None));
        Assert.Contains("Scaler", error.Message, StringComparison.Ordinal);
        using var source = ByteSource.Wrap(model);
        Assert.False(OnnxTreeProbe.IsTreeEnsemble(source));
    }

    [Fact]
    public void Read_ZipMap_LeavesTheMatrix()
    {
        var forest = new RandomForest(new Random(3), 3, 3).Draw(2, "class");
        var model = new OnnxModelWriter()
            .AddNode(
                "TreeEnsembleClassifier", "ai.onnx.ml", ["X"], ["L", "P"],
                [.. forest, ("classlabels_int64s", (long[])[1, 2, 3])])
            .AddNode("ZipMap", "ai.onnx.ml", ["P"], ["Z"], ("classlabels_int64s", (long[])[1, 2, 3]))
            .AddOutput("L", 7, -1)
            .AddOutput("Z", 1, -1, 3)
            .ToArray();
        var read = OnnxTreeReader.Read(model, CancellationToken.None);
        using var scores = ModelOutputs.Compute(read, Table.FromMatrix(new float[6], 2, 3), "Z");
        Assert.Equal([2L, 3L], scores.Shape.Dimensions.ToArray());
    }

    [Theory]
    [InlineData("tree_ensemble_classifier", 6000, 1)]
    [InlineData("tree_ensemble_regressor", 6000, 2)]
    public void Read_RandomMutations_AreReadOrRefused(string name, int count, int seed)
    {
        var content = File.ReadAllBytes(FixtureCase.Load("onnx", name).ModelFiles[0]);
        var refused = Mutations.AssertSafe(content, count, seed, Use, ContentErrors.Is);
        Assert.InRange(refused, count / 10, count - 1);
    }

    private static void Use(byte[] content)
    {
        using var source = ByteSource.Wrap(content);
        try
        {
            _ = OnnxTreeProbe.IsTreeEnsemble(source);
        }
        catch (InvalidDataException)
        {
            // the reader refuses what the probe cannot follow
        }

        var model = OnnxTreeReader.Read(content, CancellationToken.None);
        if (model.ColumnCount is > 0 and < 100)
        {
            var table = Table.FromMatrix(new float[model.ColumnCount], 1, model.ColumnCount);
            using var prediction = ModelOutputs.Compute(model, table, model.DefaultOutputs[0]);
        }
    }
}
