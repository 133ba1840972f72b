namespace KServe.Runtime.OnnxRuntime.Tests;

public sealed class GoldenModelTests
{
    public static TheoryData<string> Names =>
    [
        .. Directory.GetDirectories(Fixture.Models)
            .Select(static path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal),
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public async Task Predict_GoldenInputs_GivesGoldenOutputs(string name)
    {
        await using var predictor = await TestRuntime.LoadAsync(Fixture.Model(name));
        using var request = CreateRequest(name);

        using var response = await predictor.RunAsync(request);

        var expected = JsonTensor.Read(Path.Combine(Fixture.Model(name), "expected.json"), "outputs");
        Assert.NotEmpty(expected);
        foreach (var output in expected)
        {
            output.AssertMatches(Assert.IsType<InferTensor>(response.FindOutput(output.Name)));
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public async Task Signature_GoldenModel_AcceptsItsInputsAndOutputs(string name)
    {
        await using var predictor = await TestRuntime.LoadAsync(Fixture.Model(name));
        using var request = CreateRequest(name);
        var signature = predictor.Signature;

        Assert.Equal("onnx_onnxv1", signature.Platform);
        Assert.Equal("hand-made", signature.Properties["producer_name"]);
        Assert.Equal(request.Inputs.Count, signature.Inputs.Count);
        foreach (var input in request.Inputs)
        {
            var declared = Assert.IsType<TensorMetadata>(signature.FindInput(input.Name));
            Assert.Equal(input.DataType, declared.DataType);
            Assert.True(declared.Shape.Accepts(input.Shape), $"{declared.Shape} takes {input.Shape}");
        }

        foreach (var output in JsonTensor.Read(Path.Combine(Fixture.Model(name), "expected.json"), "outputs"))
        {
            var declared = Assert.IsType<TensorMetadata>(signature.FindOutput(output.Name));
            Assert.Equal(output.DataType, declared.DataType);
            Assert.True(declared.Shape.Accepts(output.Shape), $"{declared.Shape} gives {output.Shape}");
        }
    }

    private static InferRequest CreateRequest(string name)
    {
        var inputs = JsonTensor.Read(Path.Combine(Fixture.Model(name), "inputs.json"), "inputs");
        return TestRuntime.Request([.. inputs.Select(static input => input.ToTensor())]);
    }
}
