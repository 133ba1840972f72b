using BenchmarkDotNet.Attributes;
using KServe.Load.Models;
using KServe.MicroBenchmarks.Payloads;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.MicroBenchmarks.Pipeline;

/// <summary>Runs a predictor that returns its input through the pipeline, beside a call of it.</summary>
public class PipelineRun
{
    private readonly IdentityPredictor _predictor = new();
    private readonly InferRequest _request = new Payload(elements: 4).CreateRequest(new TensorPool());
    private ModelHost _unobserved = null!;
    private ModelHost _served = null!;
    private ModelHost _signed = null!;
    private ModelRevision _unobservedRevision = null!;
    private ModelRevision _servedRevision = null!;
    private ModelRevision _signedRevision = null!;

    /// <summary>Loads the models.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _unobserved = ModelHost.CreateUnobserved(
            static models => models.AddPredictor<IdentityPredictor>(Payload.Model));
        _served = ModelHost.CreateServed(
            static models => models.AddPredictor<IdentityPredictor>(Payload.Model));
        _signed = ModelHost.CreateServed(
            static models => models.AddPredictor<SignedIdentityPredictor>(Payload.Model));
        _unobservedRevision = _unobserved.GetRevision();
        _servedRevision = _served.GetRevision();
        _signedRevision = _signed.GetRevision();
    }

    /// <summary>Unloads the models.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _unobserved.Dispose();
        _served.Dispose();
        _signed.Dispose();
        _request.Dispose();
    }

    /// <summary>The floor: the predictor is called.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Categories.Peer)]
    public int Predictor() => Inference.Take(_predictor.PredictAsync(_request, CancellationToken.None));

    /// <summary>The pipeline, nobody listens.</summary>
    [Benchmark]
    public int Unobserved() => Inference.Take(_unobservedRevision.InferAsync(_request, CancellationToken.None));

    /// <summary>The pipeline in a server, whose metrics listen.</summary>
    [Benchmark]
    public int Served() => Inference.Take(_servedRevision.InferAsync(_request, CancellationToken.None));

    /// <summary>The pipeline in a server, with a signature to check.</summary>
    [Benchmark]
    public int ServedSigned() => Inference.Take(_signedRevision.InferAsync(_request, CancellationToken.None));

    /// <summary>Finds and pins the revision first, as every request does.</summary>
    [Benchmark]
    public int ServedPinned()
    {
        using var lease = _served.Registry.Pin(Payload.Model);
        return Inference.Take(lease.Revision.InferAsync(_request, CancellationToken.None));
    }
}
