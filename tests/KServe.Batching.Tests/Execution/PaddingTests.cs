using KServe.Batching.Tests.Fakes;

namespace KServe.Batching.Tests.Execution;

public sealed class PaddingTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(10);

    [Theory]
    [InlineData(BatchPaddingMode.Longest, new long[] { 2, 3 }, new float[] { 1, 9, 9, 2, 3, 4 })]
    [InlineData(BatchPaddingMode.Multiple, new long[] { 2, 4 }, new float[] { 1, 9, 9, 9, 2, 3, 4, 9 })]
    public async Task PredictAsync_OpenDimension_IsFilledUp(BatchPaddingMode mode, long[] shape, float[] expected)
    {
        var model = new HeldPredictor();
        await using var batcher = new Batcher(model, options =>
        {
            options.AdaptiveDelay = false;
            options.Padding = new BatchPaddingOptions { Mode = mode, Multiple = 4, Value = 1, Values = { ["x"] = 9 } };
        });
        Task<float[]>[] answers =
            [batcher.SendAsync(batcher.NewRequest([1, 1], 1)), batcher.SendAsync(batcher.NewRequest([1, 3], 2, 3, 4))];
        batcher.Time.Advance(Delay);
        var call = await model.NextAsync();
        Assert.Equal(shape, call.Request.Inputs[0].Shape.Dimensions.ToArray());
        Assert.Equal(expected, call.Values);
        await call.EchoAsync();
        var first = await answers[0];
        Assert.Equal(expected[..(int)shape[1]], first);
        var second = await answers[1];
        Assert.Equal(expected[(int)shape[1]..], second);
    }

    [Fact]
    public async Task PredictAsync_MultipleAlone_IsFilledUpToo()
    {
        await using var batcher = new Batcher(
            new FunctionPredictor(FunctionPredictor.EchoAsync),
            static options => options.Padding = new() { Mode = BatchPaddingMode.Multiple, Multiple = 2 });
        Assert.Equal((float[])[1, 0], await batcher.SendAsync(1));
        Assert.Equal((float[])[1, 2], await batcher.SendAsync(batcher.NewRequest([1, 2], 1, 2)));
        Assert.Equal(0, batcher.Pool.RentedCount);
    }

    [Fact]
    public async Task PredictAsync_DeclaredDimension_IsNotFilledUp()
    {
        var model = new FunctionPredictor(FunctionPredictor.EchoAsync)
        {
            DeclaredSignature = new ModelSignature
            {
                Inputs = [new TensorMetadata("x", TensorDataType.FP32, [-1, -1, 2])],
            },
        };
        await using var batcher = new Batcher(
            model,
            static options =>
            {
                options.AdaptiveDelay = false;
                options.Padding = new BatchPaddingOptions { Mode = BatchPaddingMode.Longest };
            },
            places: 2);
        Task<float[]>[] answers =
        [
            batcher.SendAsync(batcher.NewRequest([1, 1, 2], 1, 2)),
            batcher.SendAsync(batcher.NewRequest([1, 2, 2], 3, 4, 5, 6)),
            batcher.SendAsync(batcher.NewRequest([1, 1, 1], 7)),
        ];
        batcher.Time.Advance(Delay);
        Assert.Equal([[1f, 2, 0, 0], [3f, 4, 5, 6], [7f]], await Task.WhenAll(answers));
        Assert.Equal(2, model.Calls);
    }

    [Fact]
    public async Task PredictAsync_OneMuchLonger_DoesNotBlowUpTheOthers()
    {
        var model = new FunctionPredictor(FunctionPredictor.EchoAsync);
        await using var batcher = new Batcher(model, static options =>
        {
            options.AdaptiveDelay = false;
            options.Padding = new BatchPaddingOptions { Mode = BatchPaddingMode.Longest };
        });
        var answers = Enumerable.Range(0, 8).Select(_ => batcher.SendAsync(1)).ToList();
        answers.Add(batcher.SendAsync(batcher.NewRequest([1, 100_000], new float[100_000])));
        batcher.Time.Advance(Delay);
        await Task.WhenAll(answers);
        Assert.Equal((float[])[1], await answers[0]);
        Assert.Equal(2, model.Calls);
    }

    [Fact]
    public async Task PredictAsync_Texts_AreFilledUpWithEmptyOnes()
    {
        string[] seen = [];
        await using var batcher = new Batcher(
            new FunctionPredictor((request, token) =>
            {
                seen = request.Inputs[0].ToStrings();
                return FunctionPredictor.EchoAsync(request, token);
            }),
            static options =>
            {
                options.AdaptiveDelay = false;
                options.PreferredBatchSizes.Add(3);
                options.MaxBatchSize = 3;
                options.Padding = new BatchPaddingOptions { Mode = BatchPaddingMode.Longest, Rows = true };
            });
        async Task<string[]> SendAsync(TensorShape shape, params string[] texts)
        {
            using var request = new InferRequest("m", batcher.Pool);
            request.Inputs.Add(BytesTensor.Rent(batcher.Pool, "s", shape, texts));
            using var response = await batcher.Predictor.PredictAsync(request, default);
            return response.Outputs[0].ToStrings();
        }

        Task<string[]>[] answers = [SendAsync([1, 1], "a"), SendAsync([1, 2], "bc", "d")];
        batcher.Time.Advance(Delay);
        Assert.Equal([["a", ""], ["bc", "d"]], await Task.WhenAll(answers));
        Assert.Equal(["a", "", "bc", "d", "", ""], seen);
        Assert.Equal(0, batcher.Pool.RentedCount);
    }

    [Fact]
    public async Task PredictAsync_ModelOfFixedRows_TakesFewer()
    {
        var model = new FunctionPredictor(static (request, token) => request.Inputs[0].Shape[0] == 4
            && request.Inputs[0].AsSpan<float>()[0] >= 0
            ? FunctionPredictor.EchoAsync(request, token)
            : throw InferenceException.InvalidArgument("4 rows from 0"))
        {
            DeclaredSignature = new ModelSignature
            {
                Inputs = [new TensorMetadata("x", TensorDataType.FP32, [4, 1])],
                Outputs = [new TensorMetadata("x", TensorDataType.FP32, [4, 1])],
            },
        };
        await using var batcher = new Batcher(model, static options =>
        {
            options.AdaptiveDelay = false;
            options.Padding = new BatchPaddingOptions { Rows = true };
        });
        Assert.Equal("[-1,1]", batcher.Predictor.Signature.Inputs[0].Shape.ToString());
        Assert.Equal("[-1,1]", batcher.Predictor.Signature.Outputs[0].Shape.ToString());
        Assert.Equal(4, batcher.Predictor.Signature.MaxBatchSize);
        Task<float[]>[] answers = [batcher.SendAsync(-1), batcher.SendAsync(2), batcher.SendAsync(3)];
        batcher.Time.Advance(Delay);
        await Assert.ThrowsAsync<InferenceException>(() => answers[0]);
        Assert.Equal((float[])[2], await answers[1]);
        Assert.Equal((float[])[3], await answers[2]);
        await batcher.DisposeAsync();
        Assert.Equal(0, batcher.Pool.RentedCount);
    }
}
