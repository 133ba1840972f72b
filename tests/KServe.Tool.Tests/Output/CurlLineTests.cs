using KServe.Tool.Output;

namespace KServe.Tool.Tests.Output;

public sealed class CurlLineTests
{
    [Fact]
    public void For_SmallInputs_IsAnInference()
    {
        var line = CurlLine.For("http://localhost:8080", "a b", Signature(
            new TensorMetadata("x", TensorDataType.FP32, [-1, 2]),
            new TensorMetadata("s", TensorDataType.BYTES, [1])));

        Assert.Equal(
            "curl http://localhost:8080/v2/models/a%20b/infer -H 'Content-Type: application/json' -d "
            + "'{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [1, 2], \"data\": [0, 0]}, "
            + "{\"name\": \"s\", \"datatype\": \"BYTES\", \"shape\": [1], \"data\": [\"text\"]}]}'",
            line);
    }

    [Theory]
    [InlineData("x", 33)]
    [InlineData("it's", 1)]
    [InlineData("\"", 1)]
    public void For_InputThatIsLargeOrUnsafeInAShell_IsMetadata(string name, int length)
    {
        Assert.Equal(
            "curl http://h/v2/models/m",
            CurlLine.For("http://h", "m", Signature(new TensorMetadata(name, TensorDataType.FP32, [length]))));
    }

    [Fact]
    public void For_NoSignature_IsMetadata()
    {
        Assert.Equal("curl http://h/v2/models/m", CurlLine.For("http://h", "m", ModelSignature.Empty));
    }

    [Fact]
    public void ForChat_LanguageModel_IsAQuestion()
    {
        Assert.Equal(
            "curl http://h/v1/chat/completions -H 'Content-Type: application/json' -d "
            + "'{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}'",
            CurlLine.ForChat("http://h", "m"));
        Assert.Equal("curl http://h/v2/models/it%27s", CurlLine.ForChat("http://h", "it's"));
    }

    [Fact]
    public void ForEmbedding_EncodingModel_AsksForAVector()
    {
        Assert.Equal(
            "curl http://h/v1/embeddings -H 'Content-Type: application/json' -d "
            + "'{\"model\": \"m\", \"input\": \"Hello\"}'",
            CurlLine.ForEmbedding("http://h", "m"));
        Assert.Equal("curl http://h/v2/models/it%27s", CurlLine.ForEmbedding("http://h", "it's"));
    }

    private static ModelSignature Signature(params TensorMetadata[] inputs) => new() { Inputs = inputs };
}
