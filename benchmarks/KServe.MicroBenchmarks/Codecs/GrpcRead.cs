using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;
using KServe.Protocol;
using KServe.Protocol.Grpc;
using KServe.Protocol.Tests.Grpc.Generated;

namespace KServe.MicroBenchmarks.Codecs;

/// <summary>Reads a gRPC request, beside Google's generated code.</summary>
public class GrpcRead : CodecBenchmark
{
    private readonly NameCache _names = new();
    private byte[] _copy = [];

    /// <summary>The floor: the message is copied.</summary>
    [Benchmark]
    [BenchmarkCategory(Categories.Peer)]
    public int Copy()
    {
        Payload.Grpc.CopyTo(_copy, 0);
        return _copy.Length;
    }

    /// <summary>Google's code, raw contents.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Categories.Peer)]
    public int ProtobufRaw() => ModelInferRequest.Parser.ParseFrom(Payload.Grpc).Inputs.Count;

    /// <summary>Google's code, a list of numbers.</summary>
    [Benchmark]
    [BenchmarkCategory(Categories.Peer)]
    public int ProtobufTyped() => ModelInferRequest.Parser.ParseFrom(Payload.GrpcTyped).Inputs.Count;

    /// <summary>This project, raw contents.</summary>
    [Benchmark]
    public int Raw() => Read(Payload.Grpc);

    /// <summary>This project, a list of numbers.</summary>
    [Benchmark]
    public int Typed() => Read(Payload.GrpcTyped);

    /// <inheritdoc/>
    protected override void Prepare() => _copy = new byte[Payload.Grpc.Length];

    private int Read(byte[] message)
    {
        using var request = GrpcInferenceCodec.ReadModelInferRequest(
            message, Pool, ProtocolLimits.Default, _names, out _);
        return request.Inputs.Count;
    }
}
