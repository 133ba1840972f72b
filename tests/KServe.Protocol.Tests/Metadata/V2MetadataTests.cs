namespace KServe.Protocol.Tests;

public sealed class V2MetadataTests
{
    private static readonly ModelSignature Signature = new()
    {
        Inputs = [new TensorMetadata("x", TensorDataType.FP32, [-1, 4])],
        Outputs = [new TensorMetadata("y", TensorDataType.BYTES, [-1])],
        Platform = "onnx_onnxv1",
        Properties = new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = "v\"" },
    };

    [Fact]
    public void WriteServer_Extensions_AreListed() =>
        Assert.Equal(
            """{"name":"kserve","version":"0.1","extensions":["model_repository_extension","binary_tensor_data"]}""",
            Codec.Write(writer => V2Metadata.WriteServer(
                writer, "kserve", "0.1", ["model_repository_extension", "binary_tensor_data"])));

    [Fact]
    public void WriteModel_Strict_HasVersionsAndProperties() =>
        Assert.Equal(
            Codec.Join(
                """
                {"name":"m","versions":["1","2"],"platform":"onnx_onnxv1","inputs":[{"name":"x","datatype":"FP32",
                "shape":[-1,4]}],"outputs":[{"name":"y","datatype":"BYTES","shape":[-1]}],"properties":{"k":"v\""}}
                """),
            Codec.Write(writer => V2Metadata.WriteModel(writer, "m", ["1", "2"], Signature, V2JsonForm.Strict)));

    [Fact]
    public void WriteModel_KServe_HasNeither() =>
        Assert.Equal(
            """{"name":"m","platform":"","inputs":[],"outputs":[]}""",
            Codec.Write(writer => V2Metadata.WriteModel(
                writer, "m", ["1"], ModelSignature.Empty, V2JsonForm.KServe)));
}
