using System.Text.Json;

namespace KServe.Runtime.OnnxRuntime.Tests;

public sealed class MalformedModelTests
{
    private const int TimeoutMilliseconds = 10_000;

    public static TheoryData<string, string> Refused => ReadManifest("refuse");

    public static TheoryData<string, string> Cancelled => ReadManifest("cancel");

    [Theory(Timeout = TimeoutMilliseconds)]
    [MemberData(nameof(Refused))]
    public async Task LoadAndPredict_MalformedModel_IsRefused(string path, string stage)
    {
        var full = Path.Combine(Fixture.Malformed, path);
        InferenceException error;
        if (stage == "load")
        {
            error = await TestRuntime.RefuseAsync(full);
            Assert.StartsWith("model file '", error.Message, StringComparison.Ordinal);
            Assert.Contains($"'{Path.GetFileName(path)}'", error.Message, StringComparison.Ordinal);
        }
        else
        {
            error = await Assert.ThrowsAsync<InferenceException>(async () => await LoadAndRunAsync(full));
        }

        Assert.NotEqual(InferenceErrorCode.Internal, error.Code);
        AssertShowsNothing(error.Message, full);
    }

    [Theory(Timeout = TimeoutMilliseconds)]
    [MemberData(nameof(Cancelled))]
    public async Task Predict_EndlessModel_StopsOnCancellation(string path, string stage)
    {
        Assert.Equal("run", stage);
        await using var predictor = await TestRuntime.LoadAsync(Path.Combine(Fixture.Malformed, path));
        using var request = CreateOnes(predictor.Signature);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await predictor.PredictAsync(request, cancellation.Token));

        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Load_UnknownOperator_NamesIt()
    {
        var error = await TestRuntime.RefuseAsync(Path.Combine(Fixture.Malformed, "unknown_op.onnx"));

        Assert.Contains("Teleport", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = TimeoutMilliseconds)]
    [InlineData("unknown_domain.onnx", "com.example.custom")]
    [InlineData("opset_9999.onnx", "9999")]
    [InlineData("ir_version_9999.onnx", "9999")]
    [InlineData("external_missing_file.onnx", "'weights.bin'")]
    public async Task Load_ModelAskingForTooMuch_NamesWhatItAsksFor(string path, string expected)
    {
        var error = await TestRuntime.RefuseAsync(Path.Combine(Fixture.Malformed, path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static async Task LoadAndRunAsync(string path)
    {
        await using var predictor = await TestRuntime.LoadAsync(path);
        using var request = CreateOnes(predictor.Signature);
        using var response = await predictor.RunAsync(request);
    }

    private static InferRequest CreateOnes(ModelSignature signature)
    {
        var request = new InferRequest("test");
        foreach (var input in signature.Inputs)
        {
            Assert.Equal(TensorDataType.FP32, input.DataType);
            TensorShape shape = [.. input.Shape.Dimensions.ToArray().Select(static size => size < 0 ? 1 : size)];
            var values = new float[shape.GetElementCount()];
            Array.Fill(values, 1f);
            request.Inputs.Add(InferTensor.Create<float>(input.Name, shape, values));
        }

        return request;
    }

    private static void AssertShowsNothing(string message, string path)
    {
        Assert.DoesNotContain(Path.GetDirectoryName(path)!, message, StringComparison.Ordinal);
        Assert.DoesNotContain("onnxruntime_src", message, StringComparison.Ordinal);
        Assert.DoesNotContain("::", message, StringComparison.Ordinal);
        Assert.DoesNotContain(".cc:", message, StringComparison.Ordinal);
        Assert.DoesNotContain("/etc/", message, StringComparison.Ordinal);
        Assert.DoesNotContain("ErrorCode", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, static character => char.IsControl(character));
    }

    private static TheoryData<string, string> ReadManifest(string must)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Fixture.Malformed, "manifest.json")));
        TheoryData<string, string> data = [];
        foreach (var file in document.RootElement.GetProperty("files").EnumerateArray())
        {
            if (file.GetProperty("must").GetString() == must)
            {
                data.Add(file.GetProperty("path").GetString()!, file.GetProperty("stage").GetString()!);
            }
        }

        return data;
    }
}
