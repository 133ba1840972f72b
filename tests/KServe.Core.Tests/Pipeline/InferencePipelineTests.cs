using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Core.Tests.Pipeline;

public sealed class InferencePipelineTests
{
    [Fact]
    public async Task InferAsync_Echo_FillsNameVersionAndId()
    {
        await using var host = await TestHost.StartAsync(new DelegatePredictor(DelegatePredictor.EchoAsync));
        using var request = NewRequest();
        request.Id = "7";
        using var response = await host.InferAsync(request);
        Assert.Equal(("m", "1", "7"), (response.ModelName, response.ModelVersion, response.Id));
        Assert.Equal([1f, 2], response.Outputs[0].AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task InferAsync_StagesAndTransformer_RunInOrder()
    {
        List<string> calls = [];
        var predictor = new DelegatePredictor((request, token) =>
        {
            calls.Add("predict");
            return DelegatePredictor.EchoAsync(request, token);
        });
        await using var host = new TestHost(builder =>
        {
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
                builder.Services, calls);
            Microsoft.Extensions.DependencyInjection.KServeBuilderExtensions.AddPredictor(
                builder, "m", _ => predictor, model => model
                    .Use(next => (request, token) => Note(calls, "outer", next, request, token))
                    .Use(next => (request, token) => Note(calls, "inner", next, request, token))
                    .UseTransformer<DoublingTransformer>());
        });
        await host.Registry.LoadAsync("m", TestContext.Current.CancellationToken);
        using var request = NewRequest();
        using var response = await host.InferAsync(request);
        Assert.Equal(["outer", "inner", "pre", "predict", "post"], calls);
        Assert.Equal([3f, 5], response.Outputs[0].AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task InferAsync_TransformerMakesNewTensors_AllAreReturned()
    {
        var pool = new TensorPool();
        await using var host = new TestHost(builder =>
        {
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
                builder.Services, new List<string>());
            Microsoft.Extensions.DependencyInjection.KServeBuilderExtensions.AddPredictor(
                builder,
                "m",
                _ => new DelegatePredictor(DelegatePredictor.EchoAsync),
                static model => model.UseTransformer<DoublingTransformer>());
        });
        await host.Registry.LoadAsync("m", TestContext.Current.CancellationToken);
        var request = new InferRequest("m", pool);
        request.Inputs.Add(InferTensor.Rent<float>(pool, "x", [2], [1, 2]));
        var response = await host.InferAsync(request);
        Assert.Equal(3, pool.RentedCount);
        response.Dispose();
        request.Dispose();
        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public async Task InferAsync_PredictorThrows_ClientSeesNoDetails()
    {
        var predictor = new DelegatePredictor((_, _) => throw new IOException("/secret/path"));
        await using var host = await TestHost.StartAsync(predictor);
        using var request = NewRequest();
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.InferAsync(request));
        Assert.Equal(InferenceErrorCode.Internal, error.Code);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(error.InnerException);
        AssertCounts(host, success: 0, fail: 1);
    }

    [Fact]
    public async Task InferAsync_PredictorRefuses_PassesTheCodeOn()
    {
        var predictor = new DelegatePredictor((_, _) => throw InferenceException.InvalidArgument("x must be sorted"));
        await using var host = await TestHost.StartAsync(predictor);
        using var request = NewRequest();
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.InferAsync(request));
        Assert.Equal("x must be sorted", error.Message);
    }

    [Fact]
    public async Task InferAsync_Cancelled_EndsAsCancellationAndFreesItsPlace()
    {
        var started = new TaskCompletionSource();
        var predictor = new DelegatePredictor(async (_, token) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return new InferResponse();
        });
        await using var host = await TestHost.StartAsync(predictor, model => model.Options.MaxConcurrency = 1);
        using var cancel = new CancellationTokenSource();
        using var request = NewRequest();
        var running = host.InferAsync(request, cancel.Token);
        await started.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        AssertCounts(host, success: 0, fail: 1);
    }

    [Fact]
    public async Task InferStreamAsync_DecoupledModel_YieldsAllAndUnaryIsRefused()
    {
        await using var host = await TestHost.StartAsync(new RepeatPredictor());
        using var lease = host.Registry.Pin("m");
        using var request = NewRequest();
        var count = 0;
        await foreach (var response in lease.Revision.InferStreamAsync(request, default))
        {
            Assert.Equal("m", response.ModelName);
            response.Dispose();
            count++;
        }

        Assert.Equal(3, count);
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.InferAsync(request));
        Assert.Equal(InferenceErrorCode.Unimplemented, error.Code);
        AssertCounts(host, success: 1, fail: 0);
    }

    [Fact]
    public async Task ExplainAsync_WithoutExplainer_IsUnimplemented()
    {
        await using var host = await TestHost.StartAsync(new DelegatePredictor(DelegatePredictor.EchoAsync));
        using var lease = host.Registry.Pin("m");
        using var request = NewRequest();
        var error = await Assert.ThrowsAsync<InferenceException>(
            () => lease.Revision.ExplainAsync(request, default).AsTask());
        Assert.Equal(InferenceErrorCode.Unimplemented, error.Code);
    }

    [Fact]
    public async Task ExplainAsync_ExplainerCallsPredictor_WithoutASecondAdmission()
    {
        await using var host = await TestHost.StartAsync(
            new DelegatePredictor(DelegatePredictor.EchoAsync),
            model =>
            {
                model.Options.MaxConcurrency = 1;
                model.Options.QueueLength = 0;
                model.UseExplainer<TwiceExplainer>();
            });
        using var lease = host.Registry.Pin("m");
        using var request = NewRequest();
        using var response = await lease.Revision.ExplainAsync(request, default);
        Assert.Equal("explanations", response.Outputs[0].Name);
        Assert.Equal(2, lease.Revision.Statistics.ExecutionCount);
    }

    [Fact]
    public async Task ExplainAsync_OutputOfTheExplainer_MayBeAskedFor()
    {
        await using var host = await TestHost.StartAsync(
            new DelegatePredictor(DelegatePredictor.EchoAsync)
            {
                DeclaredSignature = new ModelSignature { Outputs = [new("x", TensorDataType.FP32, [-1])] },
            },
            static model => model.UseExplainer(static _ => new RecordingExplainer()));
        using var lease = host.Registry.Pin("m");
        using var request = NewRequest();
        request.Outputs.Add(new RequestedOutput("weights"));
        using var response = await lease.Revision.ExplainAsync(request, default);
        Assert.Equal("weights", response.Outputs[0].Name);
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.InferAsync(request));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
    }

    [Fact]
    public async Task ExplainAsync_UnexpectedInput_IsRefused()
    {
        await using var host = await TestHost.StartAsync(
            new DelegatePredictor(DelegatePredictor.EchoAsync)
            {
                DeclaredSignature = new ModelSignature { Inputs = [new("other", TensorDataType.FP32, [-1])] },
            },
            static model => model.UseExplainer(static _ => new RecordingExplainer()));
        using var lease = host.Registry.Pin("m");
        using var request = NewRequest();
        var error = await Assert.ThrowsAsync<InferenceException>(
            () => lease.Revision.ExplainAsync(request, default).AsTask());
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
    }

    [Fact]
    public async Task UseExplainer_Factory_IsLoadedWithPredictorAndTransformer()
    {
        var predictor = new DelegatePredictor(DelegatePredictor.EchoAsync);
        var explainer = new RecordingExplainer();
        var calls = new List<string>();
        await using var host = new TestHost(services =>
        {
            services.Services.AddSingleton(calls);
            services.AddPredictor(
                "m", _ => predictor, model => model.UseTransformer<DoublingTransformer>().UseExplainer(_ => explainer));
        });
        await host.Registry.LoadAsync("m", TestContext.Current.CancellationToken);
        Assert.Same(predictor, explainer.LoadedWith!.Predictor);
        Assert.IsType<DoublingTransformer>(explainer.LoadedWith.Transformer);
        Assert.Null(predictor.LoadedWith!.Transformer);
    }

    private static ValueTask<InferResponse> Note(
        List<string> calls, string name, InferDelegate next, InferRequest request, CancellationToken token)
    {
        calls.Add(name);
        return next(request, token);
    }

    private static void AssertCounts(TestHost host, long success, long fail)
    {
        using var lease = host.Registry.Pin("m");
        var statistics = lease.Revision.Statistics;
        Assert.Equal((success, fail), (statistics.Success.Count, statistics.Fail.Count));
    }

    private static InferRequest NewRequest()
    {
        var request = new InferRequest("m");
        request.Inputs.Add(InferTensor.Create<float>("x", [2], 1, 2));
        return request;
    }
}
