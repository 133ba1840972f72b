using System.Text;

namespace KServe.ModelMesh.Tests.Sources;

public sealed class TrainedModelsTests
{
    [Fact]
    public void Parse_AsKServeWritesIt_ReadsNameUriFrameworkAndMemory()
    {
        var models = Parse(
            """
            [{"modelName":"iris","modelSpec":{"storageUri":"s3://m/iris","framework":"sklearn","memory":"100Mi"}},
             {"modelName":"tx","modelSpec":{"storageUri":"gs://m/tx","framework":"xgboost","memory":"1G"}}]
            """);
        Assert.Equal(["iris", "tx"], models.Keys);
        Assert.Equal("s3://m/iris", models["iris"].Uri);
        Assert.Equal("sklearn", models["iris"].Format);
        Assert.Equal(100 << 20, models["iris"].Size);
        Assert.Equal(1_000_000_000, models["tx"].Size);
    }

    [Theory]
    [InlineData("{}", "an array")]
    [InlineData("[", "not valid JSON")]
    [InlineData("""[{"modelSpec":{"storageUri":"a"}}]""", "entry 0: modelName is missing")]
    [InlineData("""[{"modelName":"a"}]""", "entry 0: modelSpec is missing")]
    [InlineData("""[{"modelName":"a","modelSpec":{}}]""", "storageUri is missing")]
    [InlineData("""[{"modelName":"../a","modelSpec":{"storageUri":"a"}}]""", "modelName")]
    [InlineData("""[{"modelName":"a","modelSpec":{"storageUri":"a","memory":"lots"}}]""", "memory")]
    [InlineData(
        """[{"modelName":"a","modelSpec":{"storageUri":"a"}},{"modelName":"a","modelSpec":{"storageUri":"b"}}]""",
        "occurs twice")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", "not valid JSON")]
    public void Parse_Wrong_NamesWhatIsWrong(string json, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => Parse(json));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("models.json", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("128974848", 128974848)]
    [InlineData("129e6", 129_000_000)]
    [InlineData("129M", 129_000_000)]
    [InlineData("123Mi", 128974848)]
    [InlineData("1Ki", 1024)]
    [InlineData("2k", 2000)]
    [InlineData("1.5Gi", 1610612736)]
    [InlineData("100m", 1)]
    public void MemoryQuantity_AsKubernetes_Bytes(string text, long expected)
    {
        Assert.True(MemoryQuantity.TryParse(text, out var bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("i")]
    [InlineData("Mi")]
    [InlineData("1Zi")]
    [InlineData("-1")]
    [InlineData("9E9E")]
    [InlineData("99999Ei")]
    public void MemoryQuantity_Wrong_Refused(string text) => Assert.False(MemoryQuantity.TryParse(text, out _));

    private static IReadOnlyDictionary<string, MeshModelOptions> Parse(string json) =>
        TrainedModels.Parse(Encoding.UTF8.GetBytes(json), "models.json");
}
