using KServe.Batching.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Batching.Tests.Hosting;

/// <summary>What stands around a batched predictor: transformers, explainers, health, the start.</summary>
public sealed class BatchingPipelineTests
{
    private const int Requests = 8;

    private readonly TaskCompletionSource _gate = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InferAsync_Transformer_SeesEachRequestWithItsOwnIdAndHeaders()
    {
        await using var provider = await StartAsync(static model => model.UseTransformer<TaggingTransformer>());
        using var lease = provider.GetRequiredService<ModelRegistry>().Pin("m");
        var pool = provider.GetRequiredService<TensorPool>();
        var answers = Enumerable.Range(0, Requests).Select(async index =>
        {
            using var request = NewRequest(pool, index);
            using var response = await lease.Revision.InferAsync(request, Token);
            Assert.Equal($"id-{index}", response.Id);
            Assert.Equal($"id-{index} of {index}", response.Parameters["tag"].ToString());
            Assert.Equal(("m", "1"), (response.ModelName, response.ModelVersion));
            Assert.Equal([index + 1], response.Outputs[0].AsSpan<float>().ToArray());
        }).ToArray();
        _gate.SetResult();
        await Task.WhenAll(answers);
        Assert.InRange(lease.Revision.Statistics.ExecutionCount, 1, 2);
        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public async Task ExplainAsync_PredictionsAtOnce_ShareBatches()
    {
        await using var provider = await StartAsync(
            model => model.UseExplainer(_ => new ManyCallsExplainer(_gate.SetResult)));
        using var lease = provider.GetRequiredService<ModelRegistry>().Pin("m");
        var pool = provider.GetRequiredService<TensorPool>();
        using (var request = NewRequest(pool, 1))
        using (var response = await lease.Revision.ExplainAsync(request, Token))
        {
            Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], response.Outputs[0].AsSpan<float>().ToArray());
        }

        Assert.Equal(Requests, lease.Revision.Statistics.InferenceCount);
        Assert.InRange(lease.Revision.Statistics.ExecutionCount, 1, 2);
        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public async Task LoadAsync_DecoupledModel_SaysThatItCannotBeBatched()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddKServeCore().AddBatching().AddBatching().AddPredictor(
            "m",
            static _ => new HeldPredictor { DeclaredSignature = new ModelSignature { IsDecoupled = true } },
            static model => model.UseBatching());
        await using var provider = services.BuildServiceProvider();
        var error = await Assert.ThrowsAsync<InferenceException>(
            () => provider.GetRequiredService<ModelRegistry>().LoadAsync("m", Token));
        Assert.Contains("decoupled", error.Message, StringComparison.Ordinal);
    }

    private static InferRequest NewRequest(TensorPool pool, int value)
    {
        var request = new InferRequest("m", pool)
        {
            Id = $"id-{value}",
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["tag"] = $"{value}" },
        };
        request.Inputs.Add(InferTensor.Rent<float>(pool, "x", [1, 1], [value]));
        return request;
    }

    private async Task<ServiceProvider> StartAsync(Action<ModelBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddKServeCore().AddBatching().AddPredictor(
            "m",
            _ => new FunctionPredictor(async (request, token) =>
            {
                await _gate.Task;
                return await FunctionPredictor.EchoAsync(request, token);
            }),
            model =>
            {
                model.UseBatching();
                model.Options.MaxConcurrency = 1;
                configure(model);
            });
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<ModelRegistry>().LoadAsync("m", Token);
        return provider;
    }

    private sealed class TaggingTransformer : Transformer
    {
        public override ValueTask<InferRequest> PreprocessAsync(
            InferRequest request,
            CancellationToken cancellationToken)
        {
            var changed = new InferRequest(request.ModelName, request.Pool);
            var value = request.GetInput("x").AsSpan<float>()[0] + 1;
            changed.Inputs.Add(InferTensor.Rent<float>(request.Pool, "x", [1, 1], [value]));
            return new(changed);
        }

        public override ValueTask<InferResponse> PostprocessAsync(
            InferResponse response,
            InferRequest request,
            CancellationToken cancellationToken)
        {
            response.Parameters["tag"] = $"{request.Id} of {request.Headers["tag"]}";
            return new(response);
        }
    }

    private sealed class ManyCallsExplainer(Action called) : Explainer
    {
        public override async ValueTask<InferResponse> ExplainAsync(
            InferRequest request,
            InferDelegate predict,
            CancellationToken cancellationToken)
        {
            var calls = Enumerable.Range(0, Requests).Select(async index =>
            {
                using var own = NewRequest(request.Pool, index);
                using var response = await predict(own, cancellationToken);
                return response.Outputs[0].AsSpan<float>()[0];
            }).ToArray();
            called();
            var values = await Task.WhenAll(calls);
            return new InferResponse(InferTensor.Create<float>("values", [Requests], values));
        }
    }
}
