using KServe.Core.Tests.Fakes;
using KServe.Core.Tests.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Core.Tests.Observing;

public sealed class InferenceObserverTests : IAsyncDisposable
{
    private readonly RecordingObserver _observer = new();

    [Fact]
    public async Task InferAsync_ObserverBesideTransformer_SeesWhatClientsSee()
    {
        await using var host = await StartAsync(
            new DelegatePredictor(DelegatePredictor.EchoAsync),
            model => model.Observe(_ => _observer).UseTransformer<DoublingTransformer>());
        await InferAsync(host);
        Assert.Equal(["begin 1", "respond state 3 1"], _observer.Seen);
    }

    [Fact]
    public async Task InferAsync_ObserverThrows_RequestAndOtherObserversGoOn()
    {
        var failing = new RecordingObserver { Failure = new InvalidOperationException("sink") };
        await using var host = await StartAsync(
            new DelegatePredictor(DelegatePredictor.EchoAsync),
            model => model.Observe(_ => failing).Observe(_ => _observer));
        await InferAsync(host);
        await InferAsync(host);
        Assert.Equal(4, failing.Seen.Count);
        Assert.Equal(["begin 1", "respond state 1 1", "begin 1", "respond state 1 1"], _observer.Seen);
    }

    [Fact]
    public async Task InferAsync_PredictorFails_NoResponseIsShown()
    {
        await using var host = await StartAsync(
            new DelegatePredictor((_, _) => throw InferenceException.InvalidArgument("no")),
            model => model.Observe(_ => _observer));
        await Assert.ThrowsAsync<InferenceException>(() => InferAsync(host));
        Assert.Equal(["begin 1"], _observer.Seen);
    }

    [Fact]
    public async Task InferStreamAsync_DecoupledModel_ShowsEachResponse()
    {
        await using var host = await StartAsync(
            new RepeatPredictor(), model => model.Observe(_ => _observer));
        using var request = NewRequest();
        using var lease = host.Registry.Pin("m");
        var count = 0;
        await foreach (var response in lease.Revision.InferStreamAsync(request, TestContext.Current.CancellationToken))
        {
            response.Dispose();
            count++;
        }

        Assert.Equal(
            ["begin 1", "respond state 0 1", "respond state 1 1", "respond state 2 1"], _observer.Seen);
        Assert.Equal(3, count);
    }

    [Fact]
    public async Task ExplainAsync_ObservedModel_ShowsNothing()
    {
        await using var host = await StartAsync(
            new DelegatePredictor(DelegatePredictor.EchoAsync),
            model => model.Observe(_ => _observer).UseExplainer<TwiceExplainer>());
        using var request = NewRequest();
        using var lease = host.Registry.Pin("m");
        using var response = await lease.Revision.ExplainAsync(request, TestContext.Current.CancellationToken);
        Assert.Empty(_observer.Seen);
    }

    [Fact]
    public async Task UnloadAsync_ObservedModel_DisposesTheObserver()
    {
        await using var host = await StartAsync(
            new DelegatePredictor(DelegatePredictor.EchoAsync), model => model.Observe(_ => _observer));
        await host.Registry.UnloadAsync("m", TestContext.Current.CancellationToken);
        Assert.True(_observer.IsDisposed);
    }

    [Fact]
    public async Task LoadAsync_FactoryInServices_ObservesEveryModel()
    {
        var factory = new RecordingObserverFactory(_observer);
        await using var host = new TestHost(builder => builder
            .AddPredictor("m", _ => new DelegatePredictor(DelegatePredictor.EchoAsync))
            .Services.AddSingleton<IInferenceObserverFactory>(factory));
        await host.Registry.LoadAsync("m", TestContext.Current.CancellationToken);
        await InferAsync(host);
        Assert.Equal(("m", "1"), (factory.Context!.ModelName, factory.Context.ModelVersion));
        Assert.Equal(2, _observer.Seen.Count);
    }

    public ValueTask DisposeAsync() => _observer.DisposeAsync();

    private static async Task<TestHost> StartAsync(Predictor predictor, Action<ModelBuilder> configure)
    {
        var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton(new List<string>());
            builder.AddPredictor("m", _ => predictor, configure);
        });
        await host.Registry.LoadAsync("m", TestContext.Current.CancellationToken);
        return host;
    }

    private static async Task InferAsync(TestHost host)
    {
        using var request = NewRequest();
        using var response = await host.InferAsync(request);
    }

    private static InferRequest NewRequest()
    {
        var request = new InferRequest("m");
        request.Inputs.Add(InferTensor.Create<float>("x", [2], 1, 2));
        return request;
    }
}
