using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;
using KServe.Protocol;

namespace KServe.MicroBenchmarks.Codecs;

/// <summary>Reads a V2 request in JSON, beside System.Text.Json.</summary>
public class V2JsonRead : CodecBenchmark
{
    private float[] _values = [];

    /// <summary>The floor: a reader that knows where the numbers are and keeps them in an array that is there.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Categories.Peer)]
    public int Utf8JsonReader() => JsonPeer.ReadNumbers(Payload.V2, "data"u8, _values);

    /// <summary>The serializer with generated code.</summary>
    [Benchmark]
    [BenchmarkCategory(Categories.Peer)]
    public int JsonSerializer() => JsonPeer.Deserialize(Payload.V2, PeerJson.Default.V2Body).Inputs.Length;

    /// <summary>This project.</summary>
    [Benchmark]
    public int Read()
    {
        using var request = V2Json.ReadRequest(Payload.V2, null, Payload.Model, Pool, ProtocolLimits.Default);
        return request.Inputs.Count;
    }

    /// <inheritdoc/>
    protected override void Prepare() => _values = new float[Elements];
}
