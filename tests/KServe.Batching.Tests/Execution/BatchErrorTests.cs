using System.Collections.Concurrent;
using KServe.Batching.Tests.Fakes;

namespace KServe.Batching.Tests.Execution;

public sealed class BatchErrorTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(10);

    [Theory]
    [InlineData(8, 1, 7)]
    [InlineData(7, 1, 7)]
    [InlineData(2, 1, 3)]
    [InlineData(4, 4, 7)]
    public async Task PredictAsync_SomeBad_OnlyTheyFail(int requests, int bad, int maxCalls)
    {
        var model = new FunctionPredictor(static (request, token) =>
            request.Inputs[0].AsSpan<float>().IndexOfAnyInRange(-1000f, -1f) >= 0
                ? throw InferenceException.InvalidArgument("less than zero")
                : FunctionPredictor.EchoAsync(request, token));
        await using var batcher = new Batcher(model, static options => options.AdaptiveDelay = false);
        var answers = Enumerable.Range(1, requests)
            .Select(value => batcher.SendAsync(value <= bad ? -value : value)).ToArray();
        batcher.Time.Advance(Delay);
        for (var i = 0; i < requests; i++)
        {
            if (i < bad)
            {
                var error = await Assert.ThrowsAsync<InferenceException>(() => answers[i]);
                Assert.Equal("less than zero", error.Message);
            }
            else
            {
                Assert.Equal((float[])[i + 1], await answers[i]);
            }
        }

        Assert.InRange(model.Calls, 3, maxCalls);
        await batcher.DisposeAsync();
        Assert.Equal(0, batcher.Pool.RentedCount);
        Assert.Equal(requests - bad, batcher.Recorder.Executions.Sum(static execution => execution.Requests));
    }

    [Fact]
    public async Task PredictAsync_Unavailable_IsNotTriedAgain()
    {
        var model = new FunctionPredictor(static (_, _) => throw InferenceException.Unavailable("later"));
        await using var batcher = new Batcher(model, static options => options.AdaptiveDelay = false);
        Task<float[]>[] answers = [batcher.SendAsync(1), batcher.SendAsync(2)];
        batcher.Time.Advance(Delay);
        foreach (var answer in answers)
        {
            Assert.Equal("later", (await Assert.ThrowsAsync<InferenceException>(() => answer)).Message);
        }

        Assert.Equal(1, model.Calls);
    }

    [Fact]
    public async Task PredictAsync_AsyncFailureOfATypeOfTheModel_ReachesEveryoneThatIsBad()
    {
        var model = new FunctionPredictor(static async (_, _) =>
        {
            await Task.Yield();
            throw new IOException("disk");
        });
        await using var batcher = new Batcher(model, static options => options.AdaptiveDelay = false);
        Task<float[]>[] answers = [batcher.SendAsync(1), batcher.SendAsync(2)];
        batcher.Time.Advance(Delay);
        foreach (var answer in answers)
        {
            await Assert.ThrowsAsync<IOException>(() => answer);
        }
    }

    [Theory]
    [InlineData(new long[] { 1 })]
    [InlineData(new long[] { 3, 1 })]
    [InlineData(new long[0])]
    public async Task PredictAsync_OutputWithOtherRows_IsNamed(long[] shape)
    {
        var model = new FunctionPredictor((request, _) => new(new InferResponse(
            InferTensor.Rent(request.Pool, "fine", TensorDataType.FP32, [2]),
            InferTensor.Rent(request.Pool, "mean", TensorDataType.FP32, TensorShape.Create(shape)))));
        await using var batcher = new Batcher(model, static options => options.AdaptiveDelay = false);
        Task<float[]>[] answers = [batcher.SendAsync(1), batcher.SendAsync(2)];
        batcher.Time.Advance(Delay);
        foreach (var answer in answers)
        {
            var error = await Assert.ThrowsAsync<InferenceException>(() => answer);
            Assert.Equal(InferenceErrorCode.Internal, error.Code);
            Assert.Contains("'mean'", error.Message, StringComparison.Ordinal);
            Assert.Contains("expected 2 rows", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, model.Calls);
        await batcher.DisposeAsync();
        Assert.Equal(0, batcher.Pool.RentedCount);
    }

    [Fact]
    public async Task PredictAsync_StraightFailure_GivesThePlaceBack()
    {
        var isSync = true;
        await using var batcher = new Batcher(new FunctionPredictor((_, _) =>
            isSync ? throw new IOException("now") : ValueTask.FromException<InferResponse>(new IOException("later"))));
        for (var i = 0; i < 4; i++)
        {
            isSync = i % 2 == 0;
            var error = await Assert.ThrowsAsync<IOException>(() => batcher.SendAsync(1));
            Assert.Equal(isSync ? "now" : "later", error.Message);
        }

        Assert.Empty(batcher.Recorder.Executions);
    }

    [Fact]
    public async Task PredictAsync_PartsOfAFailedBatch_SeeTheirOwnRowsOfAllTypes()
    {
        ConcurrentQueue<string> seen = [];
        await using var batcher = new Batcher(
            new FunctionPredictor((request, token) =>
            {
                seen.Enqueue(string.Join(
                    ',', request.GetInput("s").ToNullableStrings().Select(static text => text ?? "-")));
                return request.Inputs[0].Shape[0] > 1
                    ? throw new IOException("too many")
                    : FunctionPredictor.EchoAsync(request, token);
            }),
            static options => options.AdaptiveDelay = false);
        string?[] texts = ["one", null, "", "four"];
        var answers = texts.Select(async text =>
        {
            using var request = new InferRequest("m", batcher.Pool);
            request.Inputs.Add(BytesTensor.Rent(batcher.Pool, "s", [1], text));
            using var response = await batcher.Predictor.PredictAsync(request, default);
            return response.Outputs[0].ToNullableStrings()[0];
        }).ToArray();
        batcher.Time.Advance(Delay);
        Assert.Equal(texts, await Task.WhenAll(answers));
        Assert.Equal(["one,-,,four", "one,-", "one", "-", ",four", "", "four"], seen);
    }
}
