using System.Text;
using System.Text.Json;
using KServe.Runtime.Files;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;
using KServe.Runtime.XGBoost;

namespace KServe.Runtime.Tests.XGBoost;

/// <summary>Holds forms of the three formats that the library reads and does not write itself.</summary>
public sealed class XgboostFormatTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Theory]
    [InlineData("multi_softprob")]
    [InlineData("categorical_partition")]
    [InlineData("dart_binary")]
    [InlineData("gblinear_regression")]
    public void Read_EveryFormOfUbjson_IsTheSameModel(string name)
    {
        var fixture = FixtureCase.Load("xgboost", name);
        var text = File.ReadAllText(Path.Combine(fixture.Folder, "model.json"));

        // the thresholds of splits over categories are the bare word NaN, which is no JSON, and are not used
        using var document = JsonDocument.Parse(text.Replace("NaN", "0", StringComparison.Ordinal));
        for (var seed = 0; seed < 8; seed++)
        {
            var content = new UbjsonWriter(new Random(seed)).Write(document.RootElement);
            ModelOutputs.AssertMatch(fixture, Read(content));
        }
    }

    [Theory]
    [InlineData("count_poisson")]
    [InlineData("multi_softprob")]
    public void Read_BinaryWithoutItsMark_IsTheSameModel(string name)
    {
        var fixture = FixtureCase.Load("xgboost", name);
        var content = File.ReadAllBytes(Path.Combine(fixture.Folder, "model.bst"));
        Assert.Equal("binf"u8, content.AsSpan(0, 4));
        ModelOutputs.AssertMatch(fixture, Read(content[4..]));
    }

    [Fact]
    public void Read_BinaryFromBeforeVersion1_HasItsBaseScoreAsMargin()
    {
        var content = File.ReadAllBytes(Path.Combine(FixtureCase.Root, "xgboost", "base_score", "model.bst"));
        var table = Table.FromMatrix(new float[6], 1, 6);
        using var before = ModelOutputs.Compute(Read(content), table, "margin");
        BitConverter.TryWriteBytes(content.AsSpan(4), 0.25f);
        BitConverter.TryWriteBytes(content.AsSpan(4 + 20), 0);
        using var after = ModelOutputs.Compute(Read(content), table, "margin");
        var link = -MathF.Log(1 / 0.85f - 1);
        Assert.Equal(before.AsSpan<float>()[0] - link + 0.25f, after.AsSpan<float>()[0], 1e-5f);
    }

    [Fact]
    public void Read_IndentedJson_IsTheSameModel()
    {
        var fixture = FixtureCase.Load("xgboost", "reg_squarederror");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(fixture.Folder, "model.json")));
        var content = JsonSerializer.SerializeToUtf8Bytes(document.RootElement, Indented);
        ModelOutputs.AssertMatch(fixture, Read(content));
    }

    [Fact]
    public void Read_NotANumberAmongStatistics_IsPassedOver()
    {
        var fixture = FixtureCase.Load("xgboost", "reg_squarederror");
        var text = File.ReadAllText(Path.Combine(fixture.Folder, "model.json"));
        var mutant = text.Replace(
            "\"loss_changes\":[", "\"loss_changes\":[NaN,-Infinity,Infinity,", StringComparison.Ordinal);
        Assert.NotEqual(text, mutant);
        ModelOutputs.AssertMatch(fixture, Read(Encoding.UTF8.GetBytes(mutant)));
    }

    [Fact]
    public void Read_NoTrees_PredictsTheBaseScore()
    {
        const string Document = """
            {"learner":{"attributes":{},"gradient_booster":{"name":"gbtree","model":{
            "gbtree_model_param":{"num_trees":"0","num_parallel_tree":"1"},"trees":[],"tree_info":[]}},
            "learner_model_param":{"base_score":"7E-1","num_class":"0","num_feature":"2"},
            "objective":{"name":"binary:logistic"}},"version":[2,0,3]}
            """;
        var model = Read(Encoding.UTF8.GetBytes(Document));
        using var prediction = ModelOutputs.Compute(model, Table.FromMatrix(new float[4], 2, 2), "predict");
        Assert.Equal([0.7f, 0.7f], prediction.AsSpan<float>().ToArray(), static (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void Load_CancelledToken_StopsTheLoad()
    {
        var path = FixtureCase.Load("xgboost", "multi_softprob").ModelFiles[0];
        Assert.Throws<OperationCanceledException>(
            () => XgboostReader.Load(path, new CancellationToken(canceled: true)));
    }

    private static TabularModel Read(byte[] content)
    {
        using var source = ByteSource.Wrap(content);
        return XgboostReader.Read(source, CancellationToken.None);
    }
}
