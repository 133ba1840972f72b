using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;

namespace KServe.MicroBenchmarks.Tensors;

/// <summary>The small parts that every request is made of.</summary>
public class RequestParts
{
    private static readonly long[] Dimensions = [1, 1000];
    private readonly TensorPool _pool = new();
    private readonly InferTensor _tensor = new Payload(elements: 4).CreateTensor();

    /// <summary>The shape of a matrix.</summary>
    [Benchmark]
    public int Shape() => TensorShape.Create(Dimensions).Rank;

    /// <summary>A request with one input.</summary>
    [Benchmark]
    public int Request()
    {
        using var request = new InferRequest(Payload.Model, _pool);
        request.Inputs.Add(_tensor.Alias(Payload.Tensor));
        return request.Inputs.Count;
    }

    /// <summary>A response with one output.</summary>
    [Benchmark]
    public int Response()
    {
        using var response = new InferResponse(_tensor.Alias(Payload.Tensor));
        return response.Outputs.Count;
    }
}
