using System.Buffers;
using System.Runtime.InteropServices;

namespace KServe.Runtime.OnnxRuntime.Tests;

public sealed class OnnxPredictorRunTests
{
    [Theory]
    [InlineData("cnn_28x28")]
    [InlineData("external_data")]
    public async Task SizeInBytes_Loaded_IsThatOfItsFiles(string name)
    {
        var folder = new DirectoryInfo(Fixture.Model(name));
        var predictor = await TestRuntime.LoadAsync(folder.FullName);
        var size = Assert.IsType<IModelSize>(predictor.GetService(typeof(IModelSize)), exactMatch: false);
        var files = folder.EnumerateFiles("model.onnx").Concat(folder.EnumerateFiles("weights.bin"));
        Assert.Equal(files.Sum(static file => file.Length), size.SizeInBytes);
        await predictor.DisposeAsync();
        Assert.Equal(0, size.SizeInBytes);
    }

    [Fact]
    public async Task Predict_WantedOutputs_ComputesThoseInTheModelsOrder()
    {
        await using var predictor = await TestRuntime.LoadAsync(Fixture.Model("dtype_bool"));
        bool[] values = [true, false, true, false, true];
        using var request = TestRuntime.Request(
            InferTensor.Create<bool>("a", [1, 5], values), InferTensor.Create<bool>("b", [1, 5], values));
        request.Outputs.Add(new RequestedOutput("not"));
        request.Outputs.Add(new RequestedOutput("and"));

        using var response = await predictor.RunAsync(request);

        Assert.Equal("and", response.Outputs[0].Name);
        Assert.Equal("not", response.Outputs[1].Name);
        Assert.Equal(2, response.Outputs.Count);
        Assert.Equal(values, response.Outputs[0].AsSpan<bool>().ToArray());
    }

    [Fact]
    public async Task Predict_UnalignedInput_GivesTheSameAsAnAlignedOne()
    {
        await using var predictor = await TestRuntime.LoadAsync(Fixture.Model("mlp_dynamic_batch"));
        float[] values = [1, -2, 3, -4, 5, -6];
        var body = new byte[1 + (values.Length * sizeof(float))];
        Buffer.BlockCopy(values, 0, body, 1, values.Length * sizeof(float));
        using var aligned = TestRuntime.Request(InferTensor.Create<float>("x", [1, 6], values));
        using var unaligned = TestRuntime.Request(
            InferTensor.FromMemory("x", TensorDataType.FP32, [1, 6], body.AsMemory(1)));

        using var expected = await predictor.RunAsync(aligned);
        using var response = await predictor.RunAsync(unaligned);

        Assert.Equal(expected.Outputs[0].Data.ToArray(), response.Outputs[0].Data.ToArray());
        Assert.Equal(0, unaligned.Pool.RentedCount);
    }

    [Fact]
    public async Task Predict_LargeInputAndOutput_AllocatesNoneOfTheirBytes()
    {
        const int Length = 1_000_000;
        using var folder = new TempFolder();
        folder.Write("model.onnx", OnnxBuilder.Identity(OnnxBuilder.Float, -1));
        await using var predictor = await TestRuntime.LoadAsync(folder.FullPath);
        using var request = TestRuntime.Request(InferTensor.Create<float>("x", [Length], new float[Length]));
        using var first = await predictor.RunAsync(request);

        // The least of several runs: what the runtime sets up once for code it has not met yet is not the run's.
        var least = long.MaxValue;
        for (var run = 0; run < 5; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var response = predictor.RunAsync(request);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);

            Assert.True(response.IsCompletedSuccessfully);
            using var result = await response;
            Assert.Equal(Length, result.Outputs[0].Shape[0]);
        }

        Assert.Equal(0, request.Pool.RentedCount);
        Assert.InRange(least, 1, 4096);
    }

    [Fact]
    public async Task Predict_SmallModel_StaysInItsAllocationBudget()
    {
        const int Runs = 500;
        using var folder = new TempFolder();
        folder.Write("model.onnx", OnnxBuilder.Identity(OnnxBuilder.Float, -1, 1000));
        await using var predictor = await TestRuntime.LoadAsync(folder.FullPath);
        using var request = TestRuntime.Request(InferTensor.Create<float>("x", [1, 1000], new float[1000]));
        using var cancellation = new CancellationTokenSource();
        Run(predictor, request, 50, cancellation.Token);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(predictor, request, Runs, cancellation.Token);
        var perRun = (GC.GetAllocatedBytesForCurrentThread() - before) / Runs;

        TestContext.Current.SendDiagnosticMessage($"{perRun} bytes per run");
        Assert.InRange(perRun, 1, 960);
    }

    [Fact]
    public async Task Predict_InputThatIsTheOutput_IsCopied()
    {
        using var folder = new TempFolder();
        folder.Write("model.onnx", new OnnxBuilder()
            .Input("x", OnnxBuilder.Float, 2)
            .Node("Neg", ["x"], ["y"])
            .Output("y", OnnxBuilder.Float, 2)
            .Output("x", OnnxBuilder.Float, 2)
            .Build());
        await using var predictor = await TestRuntime.LoadAsync(folder.FullPath);
        var memory = new byte[8];
        using var request = TestRuntime.Request(InferTensor.FromMemory("x", TensorDataType.FP32, [2], memory));
        request.Inputs[0].AsSpan<float>()[1] = 5;

        using var response = await predictor.RunAsync(request);
        Array.Clear(memory);

        Assert.Equal([0f, 5f], response.FindOutput("x")!.AsSpan<float>().ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Predict_WeightThatIsTheOutput_IsNotTheModelsOwn(bool throughNode)
    {
        var model = new OnnxBuilder()
            .Input("x", OnnxBuilder.Float, 2)
            .Constant("w", 3, 4)
            .Node("Add", ["x", "w"], ["y"])
            .Output("y", OnnxBuilder.Float, 2);
        var name = throughNode ? "v" : "w";
        _ = throughNode ? model.Node("Identity", ["w"], [name]) : model;
        using var folder = new TempFolder();
        folder.Write("model.onnx", model.Output(name, OnnxBuilder.Float, 2).Build());
        await using var predictor = await TestRuntime.LoadAsync(folder.FullPath);
        using var request = TestRuntime.Request(InferTensor.Create<float>("x", [2], 1, 2));

        using (var first = await predictor.RunAsync(request))
        {
            Assert.Equal([3f, 4f], first.FindOutput(name)!.AsSpan<float>().ToArray());
            first.FindOutput(name)!.AsSpan<float>().Fill(100);
        }

        using var second = await predictor.RunAsync(request);
        Assert.Equal([3f, 4f], second.FindOutput(name)!.AsSpan<float>().ToArray());
        Assert.Equal([4f, 6f], second.FindOutput("y")!.AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task Predict_ShapeThatDoesNotFit_IsTheClientsError()
    {
        var log = new RecordingLogs();
        using var folder = new TempFolder();
        folder.Write("model.onnx", new OnnxBuilder()
            .Input("a", OnnxBuilder.Float, -1)
            .Input("b", OnnxBuilder.Float, -1)
            .Node("Add", ["a", "b"], ["y"])
            .Output("y", OnnxBuilder.Float, -1)
            .Build());
        await using var predictor = await TestRuntime.LoadAsync(folder.FullPath, log: log);
        using var request = TestRuntime.Request(
            InferTensor.Create<float>("a", [2], 1, 2), InferTensor.Create<float>("b", [3], 1, 2, 3));

        var error = await Assert.ThrowsAsync<InferenceException>(async () => await predictor.RunAsync(request));

        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.StartsWith("the inputs do not fit the model: operator Add", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("::", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Lines, static line => line.Id.Id == 5001);
    }

    [Fact]
    public async Task Predict_MissingInput_IsRefused()
    {
        await using var predictor = await TestRuntime.LoadAsync(Fixture.Model("dtype_bool"));
        using var request = TestRuntime.Request(InferTensor.Create<bool>("a", [1, 5], new bool[5]));

        var error = await Assert.ThrowsAsync<InferenceException>(async () => await predictor.RunAsync(request));

        Assert.Equal("input 'b' is missing", error.Message);
    }

    [Fact]
    public async Task Predict_CancelledBefore_DoesNotRun()
    {
        await using var predictor = await TestRuntime.LoadAsync(Fixture.Model("mlp_dynamic_batch"));
        using var request = TestRuntime.Request(InferTensor.Create<float>("x", [1, 6], new float[6]));

        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await predictor.PredictAsync(request, new CancellationToken(canceled: true)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Predict_AfterACancelledRun_GivesResultsAgain()
    {
        using var folder = new TempFolder();
        folder.Write("model.onnx", OnnxBuilder.NegateInALoop());
        await using var predictor = await TestRuntime.LoadAsync(folder.FullPath);
        for (var i = 0; i < 3; i++)
        {
            using var endless = TestRuntime.Request(
                InferTensor.Create("n", [], long.MaxValue), InferTensor.Create("x", [1], 1f));
            using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await predictor.PredictAsync(endless, cancellation.Token));

            using var request = TestRuntime.Request(
                InferTensor.Create("n", [], 3L), InferTensor.Create("x", [1], 1f));
            using var response = await predictor.RunAsync(request);
            Assert.Equal([-1f], response.Outputs[0].AsSpan<float>().ToArray());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Predict_EightThreads_AllGetTheirOwnResults()
    {
        using var folder = new TempFolder();
        folder.Write("model.onnx", new OnnxBuilder()
            .Input("x", OnnxBuilder.Float, -1, 4)
            .Node("Neg", ["x"], ["y"])
            .Output("y", OnnxBuilder.Float, -1, 4)
            .Build());
        await using var predictor = await TestRuntime.LoadAsync(folder.FullPath);
        var threads = Enumerable.Range(0, 8).Select(seed => Task.Run(() => RunMany(predictor, seed)));

        Assert.All(await Task.WhenAll(threads), static count => Assert.Equal(500, count));
    }

    [Fact]
    public async Task Dispose_OutputsStillHeld_StayReadableUntilTheyAreDisposed()
    {
        var predictor = await TestRuntime.LoadAsync(Fixture.Model("mlp_dynamic_batch"));
        using var request = TestRuntime.Request(InferTensor.Create<float>("x", [1, 6], 1, 2, 3, 4, 5, 6));
        var response = await predictor.RunAsync(request);
        var before = response.Outputs[0].Data.ToArray();
        var memory = response.Outputs[0].Data;

        await predictor.DisposeAsync();
        await predictor.DisposeAsync();

        Assert.Equal(before, response.Outputs[0].Data.ToArray());
        response.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        var error = await Assert.ThrowsAsync<InferenceException>(async () => await predictor.RunAsync(request));
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
    }

    [Fact]
    public async Task Predict_OutputMemory_CanBePinned()
    {
        await using var predictor = await TestRuntime.LoadAsync(Fixture.Model("mlp_dynamic_batch"));
        using var request = TestRuntime.Request(InferTensor.Create<float>("x", [1, 6], 1, 2, 3, 4, 5, 6));
        using var response = await predictor.RunAsync(request);

        using var pin = response.Outputs[0].Data[4..].Pin();

        Assert.Equal(response.Outputs[0].AsSpan<float>()[1], ReadFloat(pin));
    }

    private static unsafe float ReadFloat(MemoryHandle pin) => *(float*)pin.Pointer;

    private static void Run(Predictor predictor, InferRequest request, int times, CancellationToken cancellationToken)
    {
        for (var i = 0; i < times; i++)
        {
            var response = predictor.PredictAsync(request, cancellationToken);
            if (response.IsCompletedSuccessfully)
            {
                response.Result.Dispose();
            }
            else
            {
                Assert.Fail("a run completes on the caller's thread");
            }
        }
    }

    private static async Task<int> RunMany(Predictor predictor, int seed)
    {
        var random = new Random(seed);
        var count = 0;
        for (var i = 0; i < 500; i++)
        {
            var rows = random.Next(1, 50);
            var values = new float[rows * 4];
            random.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
            using var request = TestRuntime.Request(InferTensor.Create<float>("x", [rows, 4], values));
            using var response = await predictor.RunAsync(request);
            var output = MemoryMarshal.Cast<byte, int>(response.Outputs[0].Data.Span).ToArray();
            count += CountNegated(values, output) == values.Length ? 1 : 0;
        }

        return count;
    }

    // Negation flips the sign bit and nothing else, for NaN as well: the comparison is of bits.
    private static int CountNegated(float[] values, int[] output)
    {
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            count += (BitConverter.SingleToInt32Bits(values[i]) ^ int.MinValue) == output[i] ? 1 : 0;
        }

        return count;
    }
}
