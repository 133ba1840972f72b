using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;
using KServe.Protocol;

namespace KServe.MicroBenchmarks.Codecs;

/// <summary>Reads a V2 request whose tensor follows the JSON, beside one copy of the body.</summary>
public class V2BinaryRead : CodecBenchmark
{
    private readonly V2RequestCache _cache = new();
    private byte[] _copy = [];

    /// <summary>The floor: the body is copied.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Categories.Peer)]
    public int Copy()
    {
        Payload.Binary.CopyTo(_copy, 0);
        return _copy.Length;
    }

    /// <summary>The serializer reads the JSON, and the tensor is copied into an array of its own.</summary>
    [Benchmark]
    [BenchmarkCategory(Categories.Peer)]
    public int JsonSerializer()
    {
        var body = JsonPeer.Deserialize(
            Payload.Binary.AsSpan(0, Payload.BinaryHeadLength), PeerJson.Default.V2BinaryBody);
        var values = new float[body.Inputs[0].Parameters.BinaryDataSize / sizeof(float)];
        Buffer.BlockCopy(
            Payload.Binary, Payload.BinaryHeadLength, values, 0, body.Inputs[0].Parameters.BinaryDataSize);
        return values.Length;
    }

    /// <summary>This project: the tensor is a view of the body.</summary>
    [Benchmark]
    public int Read() => Read(cache: null);

    /// <summary>This project, when the server remembers the JSON from a request before.</summary>
    [Benchmark]
    public int Remembered() => Read(_cache);

    /// <inheritdoc/>
    protected override void Prepare() => _copy = new byte[Payload.Binary.Length];

    private int Read(V2RequestCache? cache)
    {
        using var request = V2Json.ReadRequest(
            Payload.Binary, Payload.BinaryHeadLength, Payload.Model, Pool, ProtocolLimits.Default, cache);
        return request.Inputs.Count;
    }
}
