namespace KServe.Protocol.Tests;

public sealed class V2JsonResponseTests
{
    [Fact]
    public void WriteResponse_StrictWithLittle_LeavesOutWhatIsAbsent()
    {
        using var request = new InferRequest("m");
        using var response = new InferResponse(InferTensor.Create("y", [2, 1], 6.8f, 2f)) { Id = "made up" };

        Assert.Equal(
            """{"model_name":"m","outputs":[{"name":"y","shape":[2,1],"datatype":"FP32","data":[6.8,2.0]}]}""",
            Codec.WriteV2(request, response));
    }

    [Fact]
    public void WriteResponse_StrictWithAll_KeepsTheOrder()
    {
        using var request = new InferRequest("m") { Id = "7" };
        var output = InferTensor.Create("y", [], true);
        output.Parameters["p"] = 1.0;
        using var response = new InferResponse(output) { ModelName = "n", ModelVersion = "2" };
        response.Parameters["s"] = "t\"";
        response.Parameters["u"] = new InferParameter(ulong.MaxValue);

        Assert.Equal(
            Codec.Join(
                """
                {"model_name":"n","model_version":"2","id":"7","parameters":{"s":"t\"","u":18446744073709551615},
                "outputs":[{"name":"y","shape":[],"datatype":"BOOL","parameters":{"p":1.0},"data":[true]}]}
                """),
            Codec.WriteV2(request, response));
    }

    [Fact]
    public void WriteResponse_KServeWithoutId_WritesNull()
    {
        using var request = new InferRequest("m");
        using var response = new InferResponse();

        Assert.Equal(
            """{"model_name":"m","model_version":null,"id":null,"parameters":null,"outputs":[]}""",
            Codec.WriteV2(request, response, V2JsonForm.KServe));
    }

    [Theory]
    [InlineData(V2JsonForm.Strict)]
    [InlineData(V2JsonForm.KServe)]
    public void WriteResponse_NaNAndInfinity_AreNull(V2JsonForm form)
    {
        using var request = new InferRequest("m");
        using var response = new InferResponse(
            InferTensor.Create("f", [3], float.NaN, float.PositiveInfinity, -0f),
            InferTensor.Create("d", [2], double.NegativeInfinity, 1e300));

        var json = Codec.WriteV2(request, response, form);

        Assert.Contains("\"data\":[null,null,-0.0]", json, StringComparison.Ordinal);
        Assert.Contains("\"data\":[null,1E+300]", json, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteResponse_RequestedOutputs_ComeInTheirOrder()
    {
        using var request = Codec.ReadV2("""{"inputs":[],"outputs":[{"name":"b"},{"name":"a"}]}""");
        using var response = new InferResponse(
            InferTensor.Create("a", [1], 1), InferTensor.Create("c", [1], 3), InferTensor.Create("b", [1], 2));

        Assert.Equal(
            Codec.Join(
                """
                {"model_name":"m","outputs":[{"name":"b","shape":[1],"datatype":"INT32","data":[2]},{"name":"a",
                "shape":[1],"datatype":"INT32","data":[1]}]}
                """),
            Codec.WriteV2(request, response));
    }

    [Fact]
    public void WriteResponse_UnknownOutput_IsNamed()
    {
        using var request = Codec.ReadV2("""{"inputs":[],"outputs":[{"name":"o"}]}""");
        using var response = new InferResponse(InferTensor.Create("a", [1], 1));

        var error = Assert.Throws<InferenceException>(() => Codec.WriteV2(request, response));

        Assert.Equal("Unexpected inference output 'o' for model 'm'", error.Message);
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
    }

    [Fact]
    public void WriteResponse_BytesThatAreNoText_AskForBinary()
    {
        using var request = new InferRequest("m");
        using var response = new InferResponse(Codec.Bytes("b", [2], [65], [0xFF]));

        var error = Assert.Throws<InferenceException>(() => Codec.WriteV2(request, response));

        Assert.Contains("element 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("binary data format for output b", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteResponse_BinaryWithParameters_WritesSizeOnce()
    {
        using var request = Codec.ReadV2("""{"inputs":[],"parameters":{"binary_data_output":true}}""");
        var output = InferTensor.Create("y", [2], (short)1, (short)2);
        output.Parameters["binary_data_size"] = 99L;
        output.Parameters["k"] = true;
        using var response = new InferResponse(output);

        Assert.Equal(
            Codec.Join(
                """
                {"model_name":"m","outputs":[{"name":"y","shape":[2],"datatype":"INT16","parameters":{"k":true,
                "binary_data_size":4}}]}
                """),
            Codec.WriteV2(request, response));
    }

    [Fact]
    public void WriteResponse_KServeWithBinary_OmitsWhatIsEmpty()
    {
        using var request = Codec.ReadV2("""{"inputs":[],"parameters":{"binary_data_output":true}}""");
        using var response = new InferResponse(InferTensor.Create("y", [1], 1.5))
        {
            Id = "made up",
            ModelVersion = "3",
        };
        response.Parameters["f"] = 1.3;

        Assert.Equal(
            Codec.Join(
                """
                {"id":"made up","model_name":"m","model_version":"3","outputs":[{"name":"y","shape":[1],
                "datatype":"FP64","parameters":{"binary_data_size":8}}],"parameters":{"f":1.3}}
                """),
            Codec.WriteV2(request, response, V2JsonForm.KServe));
    }

    [Fact]
    public void WriteResponse_ManyElements_CrossesBuffersWithoutLoss()
    {
        var random = new Random(11);
        var values = new double[20_000];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BitConverter.Int64BitsToDouble(random.NextInt64(0x7FF0000000000000));
        }

        using var request = new InferRequest("m");
        using var response = new InferResponse(InferTensor.Create<double>("y", [20_000], values));

        using var back = Codec.ReadV2(
            Codec.WriteV2(request, response).Replace("\"outputs\"", "\"inputs\"", StringComparison.Ordinal));

        Assert.Equal(values, back.Inputs[0].AsSpan<double>());
    }
}
