using KServe.Batching.Tests.Fakes;

namespace KServe.Batching.Tests.Execution;

public sealed class BatchingPredictorTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task PredictAsync_Alone_GoesToThePredictorAsItIs()
    {
        InferRequest? seen = null;
        await using var batcher = new Batcher(new FunctionPredictor((request, token) =>
        {
            seen = request;
            return FunctionPredictor.EchoAsync(request, token);
        }));
        using var request = batcher.NewRequest([1, 2], 1, 2);
        var answer = batcher.Predictor.PredictAsync(request, default).AsTask();
        Assert.True(answer.IsCompletedSuccessfully);
        using var response = await answer;
        Assert.Same(request, seen);
        Assert.Equal(0, batcher.Recorder.Waits);
        Assert.Equal((1, 1), RowsAndRequests(Assert.Single(batcher.Recorder.Executions)));
    }

    [Fact]
    public async Task PredictAsync_WhileTheModelIsBusy_WaitersRunTogether()
    {
        var model = new HeldPredictor();
        await using var batcher = new Batcher(model);
        var first = batcher.SendAsync(1);
        var second = batcher.SendAsync(2);
        var third = batcher.SendAsync(batcher.NewRequest([2, 1], 3, 4));
        Assert.Equal((2, 2), (batcher.Recorder.Waiting, batcher.Scheduler.Waiting));

        await (await model.NextAsync()).EchoAsync();
        Assert.Equal((float[])[1], await first);
        var call = await model.NextAsync();
        Assert.Equal([2, 3, 4], call.Values);
        Assert.Equal(("m", "7", null), (call.Request.ModelName, call.Request.ModelVersion, call.Request.Id));
        await call.EchoAsync();
        Assert.Equal((float[])[2], await second);
        Assert.Equal((float[])[3, 4], await third);
        Assert.Equal([(1, 1), (3, 2)], batcher.Recorder.Executions.Select(RowsAndRequests));
        Assert.Equal((0, 0L), (batcher.Recorder.Waiting, batcher.Pool.RentedCount));
    }

    [Fact]
    public async Task PredictAsync_FixedDelay_RunsWhenItIsOver()
    {
        var model = new HeldPredictor();
        await using var batcher = new Batcher(model, static options => options.AdaptiveDelay = false);
        Task<float[]>[] answers = [batcher.SendAsync(1), batcher.SendAsync(2)];
        batcher.Time.Advance(Delay - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, batcher.Scheduler.Waiting);
        batcher.Time.Advance(TimeSpan.FromMilliseconds(1));
        await (await model.NextAsync()).EchoAsync();
        Assert.Equal([[1f], [2f]], await Task.WhenAll(answers));
        Assert.Equal([Delay, Delay], batcher.Recorder.Durations);
    }

    [Fact]
    public async Task PredictAsync_BatchFull_RunsAtOnceAndKeepsTheRest()
    {
        var model = new HeldPredictor();
        await using var batcher = new Batcher(model, static options =>
        {
            options.AdaptiveDelay = false;
            options.MaxBatchSize = 3;
        });
        var answers = Enumerable.Range(0, 4).Select(value => batcher.SendAsync(value)).ToArray();
        var call = await model.NextAsync();
        Assert.Equal([0, 1, 2], call.Values);
        Assert.Equal(1, batcher.Scheduler.Waiting);
        await call.EchoAsync();
        await Task.WhenAll(answers[..3]);
        batcher.Time.Advance(Delay);
        await (await model.NextAsync()).EchoAsync();
        Assert.Equal((float[])[3], await answers[3]);
    }

    [Fact]
    public async Task PredictAsync_PreferredSizes_RunAsSoonAsTheLargestIsThere()
    {
        var model = new HeldPredictor();
        await using var batcher = new Batcher(
            model,
            static options =>
            {
                options.AdaptiveDelay = false;
                options.PreferredBatchSizes.Add(4);
                options.PreferredBatchSizes.Add(2);
            },
            places: 2);
        var answers = Enumerable.Range(0, 7).Select(value => batcher.SendAsync(value)).ToArray();
        var full = await model.NextAsync();
        Assert.Equal(4, full.Rows);
        batcher.Time.Advance(Delay);
        var pair = await model.NextAsync();
        Assert.Equal([4, 5], pair.Values);
        await full.EchoAsync();
        await pair.EchoAsync();
        await (await model.NextAsync()).EchoAsync();
        Assert.Equal((float[])[6], await answers[6]);
    }

    [Fact]
    public async Task PredictAsync_Priorities_HighestFirst()
    {
        var model = new HeldPredictor();
        await using var batcher = new Batcher(model, static options =>
        {
            options.MaxBatchSize = 1;
            options.PriorityLevels = 3;
            options.DefaultPriority = 2;
        });
        long[] priorities = [0, 3, 2, 0, 1, 9];
        var answers = priorities.Select((priority, index) =>
        {
            var request = batcher.NewRequest([1, 1], index);
            request.Parameters["priority"] = priority;
            return batcher.SendAsync(request);
        }).ToArray();
        List<float> order = [];
        foreach (var _ in priorities)
        {
            var call = await model.NextAsync();
            order.Add(call.Values[0]);
            await call.EchoAsync();
        }

        await Task.WhenAll(answers);
        Assert.Equal([0, 4, 2, 3, 5, 1], order);
    }

    [Fact]
    public async Task PredictAsync_QueueParameterOfAnotherType_IsRefused()
    {
        await using var batcher = new Batcher(new HeldPredictor(), static options => options.PriorityLevels = 2);
        foreach (var name in (string[])["priority", "timeout"])
        {
            using var request = batcher.NewRequest([1, 1], 1);
            request.Parameters[name] = "soon";
            var error = await Assert.ThrowsAsync<InferenceException>(() => batcher.SendAsync(request));
            Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
            Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PredictAsync_TimeoutOfTheClient_LeavesTheQueue()
    {
        var model = new HeldPredictor();
        await using var batcher = new Batcher(model);
        var running = batcher.SendAsync(1);
        var request = batcher.NewRequest([1, 1], 2);
        request.Parameters["timeout"] = 2_000L;
        var hurried = batcher.SendAsync(request);
        var patient = batcher.SendAsync(3);
        batcher.Time.Advance(TimeSpan.FromMilliseconds(2));
        var error = await Assert.ThrowsAsync<InferenceException>(() => hurried);
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        batcher.Time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<InferenceException>(() => patient);
        await (await model.NextAsync()).EchoAsync();
        Assert.Equal((float[])[1], await running);
        Assert.Equal((0, 0), (batcher.Scheduler.Waiting, model.Waiting));
    }

    [Fact]
    public async Task PredictAsync_CancelledWhileWaiting_LeavesAtOnce()
    {
        var model = new HeldPredictor();
        await using var batcher = new Batcher(model);
        var running = batcher.SendAsync(1);
        using var cancel = new CancellationTokenSource();
        var waiting = batcher.SendAsync(2, cancel.Token);
        await cancel.CancelAsync();
        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.Equal((0, 0), (batcher.Scheduler.Waiting, batcher.Recorder.Waiting));
        await Assert.ThrowsAsync<OperationCanceledException>(() => batcher.SendAsync(3, cancel.Token));
        await (await model.NextAsync()).EchoAsync();
        await running;
        Assert.Equal(0, model.Waiting);
    }

    [Fact]
    public async Task PredictAsync_CancelledInABatch_LeavesTheOthersAlone()
    {
        var model = new HeldPredictor();
        await using var batcher = new Batcher(model, static options => options.AdaptiveDelay = false);
        using var cancel = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        Task<float[]>[] answers = [batcher.SendAsync(1, cancel.Token), batcher.SendAsync(2, other.Token)];
        batcher.Time.Advance(Delay);
        var call = await model.NextAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => answers[0]);
        Assert.False(call.Token.IsCancellationRequested);
        await call.EchoAsync();
        Assert.Equal((float[])[2], await answers[1]);
        await batcher.DisposeAsync();
        Assert.Equal(0, batcher.Pool.RentedCount);
    }

    [Fact]
    public async Task DisposeAsync_AllOfABatchCancelled_WaitsForThePredictor()
    {
        var model = new HeldPredictor();
        await using var batcher = new Batcher(model, static options => options.AdaptiveDelay = false);
        using var cancel = new CancellationTokenSource();
        Task<float[]>[] answers = [batcher.SendAsync(1, cancel.Token), batcher.SendAsync(2, cancel.Token)];
        batcher.Time.Advance(Delay);
        var call = await model.NextAsync();
        var gone = new TaskCompletionSource();
        await using var registration = call.Token.Register(gone.SetResult);
        await cancel.CancelAsync();
        foreach (var answer in answers)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => answer);
        }

        await gone.Task.WaitAsync(TestContext.Current.CancellationToken);
        var disposing = batcher.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);
        Assert.False(model.IsDisposed);
        call.Fail(new OperationCanceledException(call.Token));
        await disposing;
        Assert.True(model.IsDisposed);
        Assert.Equal(0, batcher.Pool.RentedCount);
    }

    [Fact]
    public async Task PredictAsync_ResponsesDisposedInAnyOrder_MemoryStaysForTheOthers()
    {
        var model = new HeldPredictor();
        await using var batcher = new Batcher(model, static options => options.AdaptiveDelay = false);
        using var first = batcher.NewRequest([1, 1], 1);
        using var second = batcher.NewRequest([1, 1], 2);
        Task<InferResponse>[] answers =
        [
            batcher.Predictor.PredictAsync(first, default).AsTask(),
            batcher.Predictor.PredictAsync(second, default).AsTask(),
        ];
        batcher.Time.Advance(Delay);
        await (await model.NextAsync()).EchoAsync();
        var one = await answers[0];
        var two = await answers[1];
        one.Dispose();
        first.Dispose();
        Assert.Equal(2, two.Outputs[0].AsSpan<float>()[0]);
        Assert.Equal(2, batcher.Pool.RentedCount);
        two.Dispose();
        Assert.Equal(1, batcher.Pool.RentedCount);
    }

    [Fact]
    public async Task PredictAsync_WhatCannotShareABatch_RunsByItself()
    {
        var model = new HeldPredictor();
        await using var batcher = new Batcher(model, static options => options.MaxBatchSize = 2);
        var running = batcher.SendAsync(0);
        var differing = batcher.NewRequest([2, 1], 1, 2);
        differing.Inputs.Add(InferTensor.Create<float>("y", [1], 3f));
        InferRequest[] requests =
        [
            batcher.NewRequest([3, 1], 1, 2, 3),
            batcher.NewRequest([], 4),
            batcher.NewRequest([0, 1]),
            differing,
            new InferRequest("m", batcher.Pool),
        ];
        var answers = requests.Select(request => batcher.Predictor.PredictAsync(request, default).AsTask()).ToArray();
        await (await model.NextAsync()).EchoAsync();
        await running;
        foreach (var (request, answer) in requests.Zip(answers))
        {
            var call = await model.NextAsync();
            Assert.Same(request, call.Request);
            await call.EchoAsync();
            (await answer).Dispose();
            request.Dispose();
        }

        Assert.Equal(0, batcher.Pool.RentedCount);
    }

    private static (int Rows, int Requests) RowsAndRequests(BatchExecution execution) =>
        (execution.Rows, execution.Requests);
}
