namespace KServe.Protocol.Tests;

public sealed class V1JsonWriteTests
{
    [Fact]
    public void ReadAndWrite_Echo_IsKServesBytes()
    {
        using var request = Codec.ReadV1("""{"instances":[[1,2]]}""");
        using var response = new InferResponse(request.Inputs[0].Alias("output-0"));

        Assert.Equal("""{"predictions":[[1,2]]}""", Predictions(response));
    }

    [Fact]
    public void WritePredictions_OneOutput_IsNestedByItsShape()
    {
        using var cube = new InferResponse(InferTensor.Create("y", [2, 2, 1], 1f, 2.5f, float.NaN, 4f));
        using var scalar = new InferResponse(InferTensor.Create("y", [], 7));
        using var empty = new InferResponse(InferTensor.Create<int>("y", [0, 3]));
        using var none = new InferResponse();

        Assert.Equal("""{"predictions":[[[1.0],[2.5]],[[null],[4.0]]]}""", Predictions(cube));
        Assert.Equal("""{"predictions":[7]}""", Predictions(scalar));
        Assert.Equal("""{"predictions":[]}""", Predictions(empty));
        Assert.Equal("""{"predictions":[]}""", Predictions(none));
    }

    [Fact]
    public void WritePredictions_SameFirstDimension_IsAListOfObjects()
    {
        using var response = new InferResponse(
            InferTensor.Create("label", [2], 1L, 0L),
            InferTensor.Create("p", [2, 2], 0.1, 0.9, 0.8, 0.2),
            Codec.Bytes("s", [2], "\u00E9\n"u8.ToArray(), [0xFF, 0xFE]));

        Assert.Equal(
            "{\"predictions\":[{\"label\":1,\"p\":[0.1,0.9],\"s\":\"\u00E9\\n\"},"
            + "{\"label\":0,\"p\":[0.8,0.2],\"s\":{\"b64\":\"//4=\"}}]}",
            Predictions(response));
    }

    [Fact]
    public void WritePredictions_DifferentFirstDimensions_IsAnObjectOfLists()
    {
        using var response = new InferResponse(
            InferTensor.Create("a", [1, 2], true, false), InferTensor.Create("b", [3], (byte)1, (byte)2, (byte)3));

        Assert.Equal("""{"predictions":{"a":[[true,false]],"b":[1,2,3]}}""", Predictions(response));
    }

    [Fact]
    public void WritePredictions_HalfPrecision_IsWidened()
    {
        var brain = InferTensor.FromMemory("b", TensorDataType.BF16, [1], new byte[] { 0x80, 0x3F });
        using var response = new InferResponse(InferTensor.Create("h", [2], (Half)6.5, Half.NaN), brain);

        Assert.Equal("""{"predictions":{"h":[6.5,null],"b":[1.0]}}""", Predictions(response));
    }

    [Fact]
    public void WritePredictions_TextsThatAreDeclaredJson_BecomeWhatTheySay()
    {
        var declared = Codec.Bytes(
            "j", [4], "{\"0\": [1]}"u8.ToArray(), "1 2"u8.ToArray(), ""u8.ToArray(), [0x22, 0xFF, 0x22]);
        declared.Parameters.TryAdd("content_type", "application/json");
        var plain = Codec.Bytes("t", [1], "{}"u8.ToArray());
        using var json = new InferResponse(declared);
        using var text = new InferResponse(plain);

        Assert.Equal("""{"predictions":[{"0": [1]},"1 2","",{"b64":"Iv8i"}]}""", Predictions(json));
        Assert.Equal("""{"predictions":["{}"]}""", Predictions(text));
    }

    [Fact]
    public void WriteExplanations_Outputs_AreKeys()
    {
        using var response = new InferResponse(
            InferTensor.Create("shap_values", [1, 2], 0.5, -1.0), InferTensor.Create("base", [], 3.0));

        Assert.Equal(
            """{"shap_values":[[0.5,-1.0]],"base":3.0}""",
            Codec.Write(writer => V1Json.WriteExplanations(writer, response)));
    }

    private static string Predictions(InferResponse response) =>
        Codec.Write(writer => V1Json.WritePredictions(writer, response));
}
