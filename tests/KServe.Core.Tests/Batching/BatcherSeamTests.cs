using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Core.Tests.Batching;

/// <summary>What a pipeline leaves to a batcher: the queue, the times, the predictor's life.</summary>
public sealed class BatcherSeamTests
{
    private readonly FakeBatcherFactory _factory = new();

    [Fact]
    public async Task LoadAsync_ModelWithBatching_WrapsTheLoadedPredictor()
    {
        var predictor = new DelegatePredictor(DelegatePredictor.EchoAsync);
        await using (var host = await StartAsync(predictor))
        {
            var context = _factory.Context!;
            Assert.NotNull(predictor.LoadedWith);
            Assert.Equal(("m", "1", 3), (context.ModelName, context.ModelVersion, context.MaxConcurrency));
            Assert.Equal(5, context.Options.MaxBatchSize);
            await host.Registry.UnloadAsync("m", TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, predictor.Disposals);
    }

    [Fact]
    public async Task LoadAsync_BatcherRefuses_PredictorIsDisposedOnce()
    {
        var predictor = new DelegatePredictor(DelegatePredictor.EchoAsync);
        _factory.Failure = InferenceException.InvalidArgument("no");
        await Assert.ThrowsAsync<InferenceException>(() => StartAsync(predictor));
        Assert.Equal(1, predictor.Disposals);
    }

    [Fact]
    public async Task InferAsync_ModelWithBatching_TimesAreTheRecorders()
    {
        await using var host = await StartAsync(new DelegatePredictor(DelegatePredictor.EchoAsync));
        using var request = new InferRequest("m");
        request.Inputs.Add(InferTensor.Create<float>("x", [2], 1f, 2f));
        using var response = await host.InferAsync(request);
        using var lease = host.Registry.Pin("m");
        var statistics = lease.Revision.Statistics;
        Assert.Equal((1L, 0L, 0L), (statistics.Queue.Count, statistics.ExecutionCount, statistics.ComputeInfer.Count));

        var recorder = _factory.Context!.Recorder;
        recorder.Waiting();
        recorder.Waited(TimeSpan.FromMilliseconds(3));
        recorder.Executed(new BatchExecution(
            Requests: 2, Rows: 7, new TimeSpan(1), TimeSpan.FromMilliseconds(5), new TimeSpan(2)));
        Assert.Equal((7L, 1L), (statistics.InferenceCount, statistics.ExecutionCount));
        Assert.Equal((1L, 3_000_000L), (statistics.Queue.Count, statistics.Queue.Nanoseconds));
        Assert.Equal((2L, 10_000_000L), (statistics.ComputeInfer.Count, statistics.ComputeInfer.Nanoseconds));
        var size = Assert.Single(statistics.GetBatchSizes());
        Assert.Equal((7, 1L, 100L), (size.BatchSize, size.ComputeInput.Count, size.ComputeInput.Nanoseconds));
        Assert.Equal((5_000_000L, 200L), (size.ComputeInfer.Nanoseconds, size.ComputeOutput.Nanoseconds));
    }

    [Fact]
    public async Task InferAsync_ModelWithBatching_LetsInWhatWaitsAndRuns()
    {
        var entered = new SemaphoreSlim(0);
        var held = new TaskCompletionSource();
        await using var host = await StartAsync(new DelegatePredictor(async (request, token) =>
        {
            entered.Release();
            await held.Task;
            return await DelegatePredictor.EchoAsync(request, token);
        }));
        InferRequest[] requests = [.. Enumerable.Range(0, 19).Select(static _ => new InferRequest("m"))];

        // 4 may wait, 3 batches of 5 may run.
        var answers = requests.Select(request => host.InferAsync(request)).ToArray();
        for (var i = 0; i < requests.Length; i++)
        {
            await entered.WaitAsync(TestContext.Current.CancellationToken);
        }

        using var refused = new InferRequest("m");
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.InferAsync(refused));
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        held.SetResult();
        await Task.WhenAll(answers);
    }

    private async Task<TestHost> StartAsync(Predictor predictor)
    {
        var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton<IBatcherFactory>(_factory);
            builder.AddPredictor("m", _ => predictor, static model =>
            {
                model.Options.MaxConcurrency = 3;
                model.Options.QueueLength = 4;
                model.UseBatching(static batching => batching.MaxBatchSize = 5);
            });
        });
        await host.Registry.LoadAsync("m", TestContext.Current.CancellationToken);
        return host;
    }
}
