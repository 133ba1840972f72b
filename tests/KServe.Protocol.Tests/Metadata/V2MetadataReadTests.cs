using System.Text;

namespace KServe.Protocol.Tests;

public sealed class V2MetadataReadTests
{
    private static readonly ModelSignature Signature = new()
    {
        Platform = "onnx_onnxv1",
        Inputs = [new TensorMetadata("x", TensorDataType.FP32, [-1, 4])],
        Outputs = [new TensorMetadata("y", TensorDataType.BYTES, [])],
        Properties = new Dictionary<string, string> { ["k"] = "v" },
    };

    [Fact]
    public void ReadModel_WhatWasWritten_ComesBack()
    {
        var json = Codec.Write(static writer =>
            V2Metadata.WriteModel(writer, "m", ["1", "2"], Signature, V2JsonForm.Strict));

        var model = V2Metadata.ReadModel(Encoding.UTF8.GetBytes(json), ProtocolLimits.Default);

        Assert.Equal("m", model.Name);
        Assert.Equal(["1", "2"], model.Versions);
        Assert.Equal(Signature.Platform, model.Signature.Platform);
        Assert.Equal(Signature.Inputs, model.Signature.Inputs);
        Assert.Equal(Signature.Outputs, model.Signature.Outputs);
        Assert.Equal("v", model.Signature.Properties["k"]);
    }

    [Fact]
    public void ReadModel_NullsAndUnknownTypes_AreAbsent()
    {
        var model = V2Metadata.ReadModel(
            """{"name":"m","versions":null,"platform":null,"inputs":[{"name":"x","datatype":"COMPLEX","shape":null,"tags":{}}],"a":[]}"""u8,
            ProtocolLimits.Default);

        Assert.Equal(new TensorMetadata("x", TensorDataType.None, []), Assert.Single(model.Signature.Inputs));
        Assert.Empty(model.Versions);
    }

    [Fact]
    public void ReadServer_WhatWasWritten_ComesBack()
    {
        var json = Codec.Write(static writer => V2Metadata.WriteServer(writer, "s", "1.2", ["a", "b"]));

        var server = V2Metadata.ReadServer(Encoding.UTF8.GetBytes(json), ProtocolLimits.Default);

        Assert.Equal(("s", "1.2", "a,b"), (server.Name, server.Version, string.Join(',', server.Extensions)));
    }

    [Fact]
    public void ReadIndex_States_AreKnownOrUnavailable()
    {
        var models = V2Metadata.ReadIndex(
            """[{"name":"a","version":"1","state":"READY","reason":""},{"name":"b","state":"ODD","reason":null},{"name":"c","state":"LOADING"}]"""u8,
            ProtocolLimits.Default);

        Assert.Equal(
            [
                new ModelStatus("a", "1", ModelState.Ready, ""),
                new ModelStatus("b", "", ModelState.Unavailable, ""),
                new ModelStatus("c", "", ModelState.Loading, ""),
            ],
            models);
    }

    [Theory]
    [InlineData("[]", "an object was expected")]
    [InlineData("""{"inputs":{}}""", "inputs: a list of tensors was expected")]
    [InlineData("""{"inputs":[{"shape":[1.5]}]}""", "an integer was expected")]
    [InlineData("""{"name":1}""", "name: a string was expected")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}]}""", "more than 32 entries")]
    [InlineData("""{"inputs":[{},{},{},{}]}""", "inputs: more than 3 entries")]
    [InlineData("""{"name":"m"}x""", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    public void ReadModel_WrongBody_NamesTheField(string body, string expected)
    {
        var error = Assert.Throws<InferenceException>(() => V2Metadata.ReadModel(
            Encoding.UTF8.GetBytes(body), ProtocolLimits.Default with { MaxInputs = 3 }));

        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
