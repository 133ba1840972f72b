using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;

namespace KServe.MicroBenchmarks.Codecs;

/// <summary>A codec over an FP32 tensor of shape [1, Elements].</summary>
public abstract class CodecBenchmark
{
    /// <summary>Gets or sets the number of elements: a flower, a feature vector, an image.</summary>
    [Params(4, 1000, 150_528)]
    public int Elements { get; set; }

    /// <summary>Gets the requests.</summary>
    protected Payload Payload { get; private set; } = null!;

    /// <summary>Gets where tensors are rented.</summary>
    protected TensorPool Pool { get; } = new();

    /// <summary>Creates what the benchmarks read or write.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Payload = new Payload(Elements);
        Prepare();
    }

    /// <summary>Creates what only this benchmark needs.</summary>
    protected virtual void Prepare()
    {
    }
}
