namespace KServe.Runtime.OnnxRuntime.Tests;

public sealed class OnnxPredictorTypeTests
{
    public static TheoryData<int, TensorDataType> Types => new()
    {
        { 1, TensorDataType.FP32 },
        { 2, TensorDataType.UINT8 },
        { 3, TensorDataType.INT8 },
        { 4, TensorDataType.UINT16 },
        { 5, TensorDataType.INT16 },
        { 6, TensorDataType.INT32 },
        { 7, TensorDataType.INT64 },
        { 9, TensorDataType.BOOL },
        { 10, TensorDataType.FP16 },
        { 11, TensorDataType.FP64 },
        { 12, TensorDataType.UINT32 },
        { 13, TensorDataType.UINT64 },
        { 16, TensorDataType.BF16 },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Predict_EveryType_KeepsEveryByte(int elementType, TensorDataType dataType)
    {
        using var folder = new TempFolder();
        folder.Write("model.onnx", OnnxBuilder.Identity(elementType, -1, 3));
        await using var predictor = await TestRuntime.LoadAsync(folder.FullPath);
        var data = new byte[6 * dataType.GetElementSize()];
        new Random(7).NextBytes(data);
        if (dataType == TensorDataType.BOOL)
        {
            data = [0, 1, 1, 0, 1, 0];
        }

        using var request = TestRuntime.Request(InferTensor.FromMemory("x", dataType, [2, 3], data));
        using var response = await predictor.RunAsync(request);

        var output = Assert.Single(response.Outputs);
        Assert.Equal(dataType, output.DataType);
        Assert.Equal([2, 3], output.Shape);
        Assert.Equal(data, output.Data.ToArray());
        Assert.Equal(dataType, predictor.Signature.FindInput("x")!.DataType);
        Assert.Equal([-1, 3], predictor.Signature.FindInput("x")!.Shape);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Predict_Strings_KeepEveryByte(int count)
    {
        using var folder = new TempFolder();
        folder.Write("model.onnx", OnnxBuilder.Identity(OnnxBuilder.String, -1));
        await using var predictor = await TestRuntime.LoadAsync(folder.FullPath);
        byte[][] texts = [[], "a\0b"u8.ToArray(), [0xC3, 0xA9, 0xFF, 0xFE]];
        byte[] data = [.. texts.Take(count).SelectMany(static text => (byte[])[(byte)text.Length, 0, 0, 0, .. text])];
        var input = InferTensor.FromMemory("x", TensorDataType.BYTES, [count], data);

        using var request = TestRuntime.Request(input);
        using (var response = await predictor.RunAsync(request))
        {
            Assert.Equal(data, Assert.Single(response.Outputs).Data.ToArray());
            Assert.Equal([count], response.Outputs[0].Shape);
        }

        Assert.Equal(0, request.Pool.RentedCount);
    }

    [Fact]
    public async Task Predict_Scalar_KeepsRankZero()
    {
        using var folder = new TempFolder();
        folder.Write("model.onnx", OnnxBuilder.Identity(OnnxBuilder.Float));
        await using var predictor = await TestRuntime.LoadAsync(folder.FullPath);

        using var request = TestRuntime.Request(InferTensor.Create("x", [], 2.5f));
        using var response = await predictor.RunAsync(request);

        Assert.Equal(0, response.Outputs[0].Shape.Rank);
        Assert.Equal([2.5f], response.Outputs[0].AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task Predict_NoRows_GivesNoRows()
    {
        await using var predictor = await TestRuntime.LoadAsync(Fixture.Model("mlp_dynamic_batch"));

        using var request = TestRuntime.Request(InferTensor.Create<float>("x", [0, 6]));
        using var response = await predictor.RunAsync(request);

        Assert.Equal([0, 3], response.Outputs[0].Shape);
        Assert.True(response.Outputs[0].Data.IsEmpty);
    }

    [Fact]
    public async Task Predict_OtherDataType_IsRefused()
    {
        await using var predictor = await TestRuntime.LoadAsync(Fixture.Model("mlp_dynamic_batch"));
        using var request = TestRuntime.Request(InferTensor.Create<double>("x", [1, 6], new double[6]));

        var error = await Assert.ThrowsAsync<InferenceException>(async () => await predictor.RunAsync(request));

        Assert.Equal("input 'x' has datatype FP64, expected FP32", error.Message);
    }

    [Fact]
    public async Task Predict_InputOfUnknownRank_TakesAnyRank()
    {
        using var folder = new TempFolder();
        folder.Write("model.onnx", new OnnxBuilder()
            .InputOfUnknownRank("x", OnnxBuilder.Float)
            .Node("Neg", ["x"], ["y"])
            .OutputOfType("y", new ProtoWriter().Message(1, new ProtoWriter().Varint(1, OnnxBuilder.Float)))
            .Build());
        await using var predictor = await TestRuntime.LoadAsync(folder.FullPath);

        Assert.Empty(predictor.Signature.Inputs);
        foreach (var shape in (TensorShape[])[[], [2], [1, 2, 1]])
        {
            var values = new float[shape.GetElementCount()];
            Array.Fill(values, 3f);
            using var request = TestRuntime.Request(InferTensor.Create<float>("x", shape, values));
            using var response = await predictor.RunAsync(request);
            Assert.Equal(shape, response.Outputs[0].Shape);
            Assert.All(response.Outputs[0].AsSpan<float>().ToArray(), static value => Assert.Equal(-3f, value));
        }
    }

    [Fact]
    public async Task Load_TensorOfUnknownElements_IsRefused()
    {
        const int Float8 = 17;
        using var folder = new TempFolder();
        folder.Write("model.onnx", new OnnxBuilder().Opset("", 21).Input("x", Float8, 2)
            .Node("Identity", ["x"], ["y"]).Output("y", Float8, 2).Build());

        var error = await TestRuntime.RefuseAsync(folder.FullPath);

        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.StartsWith("model file 'model.onnx' could not be loaded: ", error.Message, StringComparison.Ordinal);
    }
}
