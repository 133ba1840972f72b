using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;
using KServe.Protocol;

namespace KServe.MicroBenchmarks.Codecs;

/// <summary>Writes a V1 response, beside System.Text.Json.</summary>
public class V1JsonWrite : WriteBenchmark
{
    /// <summary>The floor: a writer that checks nothing.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Categories.Peer)]
    public int Utf8JsonWriter() => JsonPeer.WriteNumbers(Empty(), "predictions"u8, Payload.Values);

    /// <summary>The serializer with generated code.</summary>
    [Benchmark]
    [BenchmarkCategory(Categories.Peer)]
    public int JsonSerializer() =>
        JsonPeer.Serialize(Empty(), new V1Predictions([Payload.Values]), PeerJson.Default.V1Predictions);

    /// <summary>This project.</summary>
    [Benchmark]
    public int Write()
    {
        var writer = Empty();
        V1Json.WritePredictions(writer, Response);
        return writer.WrittenCount;
    }
}
