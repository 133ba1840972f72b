using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;
using KServe.Protocol;

namespace KServe.MicroBenchmarks.Codecs;

/// <summary>Reads a V1 request, beside System.Text.Json.</summary>
public class V1JsonRead : CodecBenchmark
{
    private static readonly ModelSignature Signature = new()
    {
        Inputs = [new TensorMetadata(Payload.Tensor, TensorDataType.FP32, TensorShape.Create([-1, -1]))],
    };

    private float[] _values = [];

    /// <summary>The floor: a reader that knows where the numbers are and keeps them in an array that is there.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Categories.Peer)]
    public int Utf8JsonReader() => JsonPeer.ReadNumbers(Payload.V1, "instances"u8, _values);

    /// <summary>The serializer with generated code.</summary>
    [Benchmark]
    [BenchmarkCategory(Categories.Peer)]
    public int JsonSerializer() => JsonPeer.Deserialize(Payload.V1, PeerJson.Default.V1Body).Instances.Length;

    /// <summary>This project, when the model declares its input.</summary>
    [Benchmark]
    public int Declared() => Read(Signature);

    /// <summary>This project, when the numbers decide on the data type.</summary>
    [Benchmark]
    public int Undeclared() => Read(ModelSignature.Empty);

    /// <inheritdoc/>
    protected override void Prepare() => _values = new float[Elements];

    private int Read(ModelSignature signature)
    {
        using var request = V1Json.ReadRequest(Payload.V1, Payload.Model, signature, Pool, ProtocolLimits.Default);
        return request.Inputs.Count;
    }
}
