namespace KServe.Runtime.OnnxRuntime.Tests;

public sealed class UnsupportedValueTests
{
    private static readonly ProtoWriter SequenceType =
        new ProtoWriter().Message(4, new ProtoWriter().Message(1, OnnxBuilder.TensorType(OnnxBuilder.Float, -1)));

    [Fact]
    public async Task Load_SequenceOutput_IsRefusedWithTheWayOut()
    {
        using var folder = new TempFolder();
        folder.Write("model.onnx", CreateModel());

        var error = await TestRuntime.RefuseAsync(folder.FullPath);

        Assert.Equal(
            "model file 'model.onnx' could not be loaded: output 's' is a sequence, which has no tensor form; export "
            + "the model with zipmap=False, or set the parameter ignore_unsupported_outputs=true to leave such "
            + "outputs out",
            error.Message);
    }

    [Fact]
    public async Task Load_SequenceOutputIgnored_LeavesItOut()
    {
        var log = new RecordingLogs();
        using var folder = new TempFolder();
        folder.Write("model.onnx", CreateModel());
        await using var predictor = await TestRuntime.LoadAsync(
            folder.FullPath, log: log, parameters: ("ignore_unsupported_outputs", "true"));

        Assert.Equal("y", Assert.Single(predictor.Signature.Outputs).Name);
        Assert.Contains(log.Lines, static line => line.Text == "Model test: output s is left out, it is a sequence");
        using var request = TestRuntime.Request(InferTensor.Create<float>("x", [2], 1, 2));
        using var response = await predictor.RunAsync(request);
        Assert.Equal([-1f, -2f], Assert.Single(response.Outputs).AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task Load_SequenceInput_IsRefused()
    {
        using var folder = new TempFolder();
        folder.Write("model.onnx", new OnnxBuilder()
            .InputOfType("s", SequenceType)
            .Node("SequenceLength", ["s"], ["y"])
            .Output("y", 7)
            .Build());

        var error = await TestRuntime.RefuseAsync(folder.FullPath);

        Assert.EndsWith(
            "input 's' is a sequence, only tensors can be sent to a model", error.Message, StringComparison.Ordinal);
    }

    private static byte[] CreateModel() => new OnnxBuilder()
        .Input("x", OnnxBuilder.Float, -1)
        .Node("Neg", ["x"], ["y"])
        .Node("SequenceConstruct", ["y"], ["s"])
        .Output("y", OnnxBuilder.Float, -1)
        .OutputOfType("s", SequenceType)
        .Build();
}
