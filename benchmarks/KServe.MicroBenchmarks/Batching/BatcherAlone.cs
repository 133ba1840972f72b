using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;
using KServe.MicroBenchmarks.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.MicroBenchmarks.Batching;

/// <summary>What batching costs a client that is alone, beside a call of the predictor.</summary>
public class BatcherAlone
{
    private readonly SignedIdentityPredictor _predictor = new();
    private readonly InferRequest _request = new Payload(elements: 4).CreateRequest(new TensorPool());
    private ModelHost _plainHost = null!;
    private ModelHost _batchedHost = null!;
    private ModelRevision _plain = null!;
    private ModelRevision _batched = null!;

    /// <summary>Loads the models.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _plainHost = ModelHost.CreateServed(
            static models => models.AddPredictor<SignedIdentityPredictor>(Payload.Model));
        _batchedHost = ModelHost.CreateServed(
            static models => models.AddBatching().AddPredictor<SignedIdentityPredictor>(
                Payload.Model, static model => model.Options.Batching = new BatchingOptions()));
        _plain = _plainHost.GetRevision();
        _batched = _batchedHost.GetRevision();
    }

    /// <summary>Unloads the models.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _plainHost.Dispose();
        _batchedHost.Dispose();
        _request.Dispose();
    }

    /// <summary>The floor: the predictor is called.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Categories.Peer)]
    public int Predictor() => Inference.Take(_predictor.PredictAsync(_request, CancellationToken.None));

    /// <summary>The pipeline of a server without a batcher.</summary>
    [Benchmark]
    public int Unbatched() => Inference.Take(_plain.InferAsync(_request, CancellationToken.None));

    /// <summary>The pipeline of a server with a batcher.</summary>
    [Benchmark]
    public int Batched() => Inference.Take(_batched.InferAsync(_request, CancellationToken.None));
}
