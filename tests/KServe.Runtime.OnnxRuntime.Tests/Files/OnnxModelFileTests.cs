namespace KServe.Runtime.OnnxRuntime.Tests;

public sealed class OnnxModelFileTests
{
    [Theory]
    [InlineData("a.onnx", "onnx")]
    [InlineData("A.ONNX", "onnx")]
    [InlineData("a.bin", null)]
    public void DetectFormat_OneFile_GoesByItsExtension(string name, string? expected)
    {
        using var folder = new TempFolder();
        var path = folder.Write(name, [1]);

        Assert.Equal(expected, TestRuntime.Create().DetectFormat(path));
        Assert.Equal(expected, TestRuntime.Create().DetectFormat(folder.FullPath));
    }

    [Fact]
    public void DetectFormat_SeveralFiles_PrefersModelOnnx()
    {
        using var folder = new TempFolder();
        folder.Write("a.onnx", [1]);
        folder.Write("model.onnx", [1]);

        Assert.Equal("onnx", TestRuntime.Create().DetectFormat(folder.FullPath));
    }

    [Fact]
    public void CreatePredictor_SeveralFilesWithoutAPreferredOne_IsRefused()
    {
        using var folder = new TempFolder();
        folder.Write("a.onnx", [1]);
        folder.Write("b.onnx", [1]);

        var runtime = TestRuntime.Create();
        Assert.Equal("onnx", runtime.DetectFormat(folder.FullPath));
        var error = Assert.Throws<InferenceException>(
            () => runtime.CreatePredictor(new ModelArtifact("m", folder.FullPath)));

        Assert.Equal("More than one model file is detected, Only one is allowed within model_dir", error.Message);
    }

    [Fact]
    public void DetectFormat_NothingThere_FindsNone()
    {
        using var folder = new TempFolder();

        Assert.Null(TestRuntime.Create().DetectFormat(folder.FullPath));
        Assert.Null(TestRuntime.Create().DetectFormat(Path.Combine(folder.FullPath, "missing")));
    }

    [Fact]
    public void CreatePredictor_NoModelFile_IsRefused()
    {
        using var folder = new TempFolder();

        var error = Assert.Throws<InferenceException>(
            () => TestRuntime.Create().CreatePredictor(TestRuntime.Artifact(folder.FullPath)));

        Assert.Equal("model 'test' has no file that ends in .onnx", error.Message);
    }

    [Fact]
    public async Task Load_FileOfTwoGigabytes_IsRefusedUnread()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.FullPath, "model.onnx");
        using (var file = File.Create(path))
        {
            // A sparse file takes no space.
            file.SetLength(int.MaxValue + 1L);
        }

        var error = await TestRuntime.RefuseAsync(path);

        Assert.Contains("it is 2 GiB or larger", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Load_EveryTruncationAndBitFlip_IsRefusedOrLoads()
    {
        var bytes = await File.ReadAllBytesAsync(
            Path.Combine(Fixture.Model("linear_iris_softmax"), "model.onnx"), TestContext.Current.CancellationToken);
        var random = new Random(11);
        using var folder = new TempFolder();
        for (var i = 0; i < 400; i++)
        {
            var broken = i % 2 == 0 ? bytes[..random.Next(bytes.Length)] : (byte[])bytes.Clone();
            if (broken.Length == bytes.Length)
            {
                broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
            }

            var path = folder.Write("model.onnx", broken);
            var error = await Record.ExceptionAsync(
                async () => await (await TestRuntime.LoadAsync(path)).DisposeAsync());

            Assert.True(error is null or InferenceException, $"case {i}: {error}");
            Assert.DoesNotContain(folder.FullPath, error?.Message ?? "", StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 10_000)]
    public async Task Load_FunctionsThatCallEachOther_IsRefused()
    {
        using var folder = new TempFolder();
        folder.Write("model.onnx", new OnnxBuilder()
            .Opset("f", 1)
            .Input("x", OnnxBuilder.Float, 2)
            .Node("A", ["x"], ["y"], "f")
            .Output("y", OnnxBuilder.Float, 2)
            .Function("f", "A", OnnxBuilder.CreateNode("B", ["a"], ["b"], "f"))
            .Function("f", "B", OnnxBuilder.CreateNode("A", ["a"], ["b"], "f"))
            .Build());

        var error = await TestRuntime.RefuseAsync(folder.FullPath);

        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
    }

    [Fact(Timeout = 60_000)]
    public async Task Load_CancelledWhileTheGraphIsBuilt_IsGivenUp()
    {
        // Each function calls the one before ten times: 100,000 nodes, seconds to inline.
        var model = new OnnxBuilder()
            .Opset("f", 1)
            .Input("x", OnnxBuilder.Float, 2)
            .Node("F5", ["x"], ["y"], "f")
            .Output("y", OnnxBuilder.Float, 2)
            .Function("f", "F0", OnnxBuilder.CreateNode("Neg", ["a"], ["b"]));
        for (var i = 1; i <= 5; i++)
        {
            var called = $"F{i - 1}";
            model.Function("f", $"F{i}", [.. Enumerable.Range(0, 10).Select(step => OnnxBuilder.CreateNode(
                called, [step == 0 ? "a" : $"t{step}"], [step == 9 ? "b" : $"t{step + 1}"], "f"))]);
        }

        using var folder = new TempFolder();
        folder.Write("model.onnx", model.Build());
        var predictor = TestRuntime.Create().CreatePredictor(TestRuntime.Artifact(folder.FullPath));
        var context = new ModelLoadContext { ModelName = "test", ModelVersion = "1" };
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await predictor.LoadAsync(context, cancellation.Token));
    }

    [Fact]
    public async Task Load_Cancelled_IsGivenUp()
    {
        var predictor = TestRuntime.Create().CreatePredictor(TestRuntime.Artifact(Fixture.Model("cnn_28x28")));
        var context = new ModelLoadContext { ModelName = "test", ModelVersion = "1" };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await predictor.LoadAsync(context, new CancellationToken(canceled: true)));
    }
}
