using KServe.Batching.Tests.Fakes;

namespace KServe.Batching.Tests.Execution;

/// <summary>Which requests share a batch.</summary>
public sealed class BucketTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(10);

    public static TheoryData<string, Action<InferRequest>, int> Cases => new()
    {
        { "alike", static _ => { }, 1 },
        { "id", static request => request.Id = "other", 1 },
        { "headers", static request => request.Headers = new Dictionary<string, string> { ["a"] = "b" }, 1 },
        { "priority", static request => request.Parameters["priority"] = 2L, 1 },
        { "timeout", static request => request.Parameters["timeout"] = 999_999L, 1 },
        { "binary answer", static request => request.Parameters["binary_data_output"] = true, 1 },
        { "parameter", static request => request.Parameters["temperature"] = 0.5, 2 },
        { "output", static request => request.Outputs.Add(new RequestedOutput("x")), 2 },
        { "input parameter", static request => request.Inputs[0].Parameters["content_type"] = "np", 2 },
        { "binary input", static request => request.Inputs[0].Parameters["binary_data_size"] = 8L, 1 },
        { "further input", static request => request.Inputs.Add(InferTensor.Create<float>("z", [1], 1f)), 2 },
        { "order", static request => Swap(request), 1 },
        { "data type", static request => Replace(request, InferTensor.Create<int>("x", [1, 1], 1)), 2 },
        { "shape", static request => Replace(request, InferTensor.Create<float>("x", [1, 2], 1f, 2f)), 2 },
        { "rank", static request => Replace(request, InferTensor.Create<float>("x", [1], 1f)), 2 },
        { "rows", static request => ReplaceBoth(request), 1 },
        { "name", static request => Replace(request, InferTensor.Create<float>("w", [1, 1], 1f)), 2 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task PredictAsync_TwoRequests_ShareABatchWhenAlike(
        string difference,
        Action<InferRequest> change,
        int expectedCalls)
    {
        Assert.NotEmpty(difference);
        var model = new FunctionPredictor(FunctionPredictor.EchoAsync);
        await using var batcher = new Batcher(model, static options => options.AdaptiveDelay = false, places: 2);
        using var first = NewRequest(batcher);
        using var second = NewRequest(batcher);
        change(second);
        Task<InferResponse>[] answers =
        [
            batcher.Predictor.PredictAsync(first, default).AsTask(),
            batcher.Predictor.PredictAsync(second, default).AsTask(),
        ];
        batcher.Time.Advance(Delay);
        foreach (var (request, answer) in new[] { first, second }.Zip(answers))
        {
            using var response = await answer;
            foreach (var input in request.Inputs)
            {
                Assert.True(input.Data.Span.SequenceEqual(response.FindOutput(input.Name)!.Data.Span));
            }
        }

        Assert.Equal(expectedCalls, model.Calls);
    }

    [Fact]
    public async Task PredictAsync_ManyShapes_BucketsStayBounded()
    {
        var model = new FunctionPredictor(FunctionPredictor.EchoAsync);
        await using var batcher = new Batcher(model);
        for (var length = 1; length <= 2 * BucketTable.MaxBuckets; length++)
        {
            Assert.Equal(length, (await batcher.SendAsync(batcher.NewRequest([1, length], new float[length]))).Length);
        }

        Assert.Equal(BucketTable.MaxBuckets, batcher.Scheduler.BucketCount);
    }

    [Fact]
    public async Task PredictAsync_AllBucketsBusy_FurtherOnesRunAlone()
    {
        var model = new HeldPredictor();
        await using var batcher = new Batcher(model, static options => options.AdaptiveDelay = false);
        var lengths = Enumerable.Range(1, BucketTable.MaxBuckets + 3).ToArray();
        var answers = lengths
            .Select(length => batcher.SendAsync(batcher.NewRequest([1, length], new float[length]))).ToArray();
        batcher.Time.Advance(Delay);
        foreach (var _ in lengths)
        {
            await (await model.NextAsync()).EchoAsync();
        }

        Assert.Equal(lengths, (await Task.WhenAll(answers)).Select(static values => values.Length));
        Assert.Equal(BucketTable.MaxBuckets, batcher.Scheduler.BucketCount);
    }

    [Fact]
    public async Task PredictAsync_VeryLongParameter_IsNotKept()
    {
        var model = new FunctionPredictor(FunctionPredictor.EchoAsync);
        await using var batcher = new Batcher(model);
        var request = batcher.NewRequest([1, 1], 1);
        request.Parameters["prompt"] = new string('a', 1000);
        await batcher.SendAsync(request);
        Assert.Equal(0, batcher.Scheduler.BucketCount);
    }

    private static InferRequest NewRequest(Batcher batcher)
    {
        var request = batcher.NewRequest([1, 1], 1);
        request.Inputs.Add(InferTensor.Create<long>("y", [1, 3], 1L, 2L, 3L));
        return request;
    }

    private static void Swap(InferRequest request) =>
        (request.Inputs[0], request.Inputs[1]) = (request.Inputs[1], request.Inputs[0]);

    private static void Replace(InferRequest request, InferTensor input)
    {
        request.Inputs[0].Dispose();
        request.Inputs[0] = input;
    }

    private static void ReplaceBoth(InferRequest request)
    {
        Replace(request, InferTensor.Create<float>("x", [2, 1], 1f, 2f));
        request.Inputs[1] = InferTensor.Create<long>("y", [2, 3], 1L, 2L, 3L, 4L, 5L, 6L);
    }
}
