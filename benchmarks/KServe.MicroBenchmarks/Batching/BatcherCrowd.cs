using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;
using KServe.MicroBenchmarks.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.MicroBenchmarks.Batching;

/// <summary>Sixty-four requests at once to a model whose cost is per call and which runs one call at a time.</summary>
public class BatcherCrowd
{
    private const int Clients = 64;

    private readonly InferRequest[] _requests = new InferRequest[Clients];
    private readonly Task<InferResponse>[] _pending = new Task<InferResponse>[Clients];
    private ModelHost _plainHost = null!;
    private ModelHost _batchedHost = null!;
    private ModelRevision _plain = null!;
    private ModelRevision _batched = null!;

    /// <summary>Gets or sets the number of elements of each row.</summary>
    [Params(4, 1000)]
    public int Elements { get; set; }

    /// <summary>Loads the models.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var payload = new Payload(Elements);
        _plainHost = Create(batching: null);
        _batchedHost = Create(new BatchingOptions
        {
            // One batch of all, however the threads are scheduled: what is counted must not differ from run to run.
            MaxBatchSize = Clients,
            AdaptiveDelay = false,
            MaxDelay = TimeSpan.FromMinutes(1),
        });
        _plain = _plainHost.GetRevision();
        _batched = _batchedHost.GetRevision();
        var pool = _batchedHost.Services.GetRequiredService<TensorPool>();
        for (var i = 0; i < Clients; i++)
        {
            _requests[i] = payload.CreateRequest(pool);
        }
    }

    /// <summary>Unloads the models.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _plainHost.Dispose();
        _batchedHost.Dispose();
        foreach (var request in _requests)
        {
            request.Dispose();
        }
    }

    /// <summary>One call for each request.</summary>
    [Benchmark(Baseline = true)]
    public Task Unbatched() => RunAsync(_plain);

    /// <summary>One call for all requests; rows are joined and split again.</summary>
    [Benchmark]
    public Task Batched() => RunAsync(_batched);

    private static ModelHost Create(BatchingOptions? batching) => ModelHost.CreateServed(
        models => models.AddBatching().AddPredictor<CostlyPredictor>(Payload.Model, model =>
        {
            model.Options.MaxConcurrency = 1;
            model.Options.QueueLength = 2 * Clients;
            model.Options.Batching = batching;
        }));

    private async Task RunAsync(ModelRevision revision)
    {
        for (var i = 0; i < Clients; i++)
        {
            _pending[i] = revision.InferAsync(_requests[i], CancellationToken.None).AsTask();
        }

        foreach (var pending in _pending)
        {
            using var response = await pending;
        }
    }
}
