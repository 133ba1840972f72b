using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;
using KServe.Protocol;

namespace KServe.MicroBenchmarks.Codecs;

/// <summary>Writes a V2 response in JSON, beside System.Text.Json.</summary>
public class V2JsonWrite : WriteBenchmark
{
    private readonly List<InferTensor> _binary = [];

    /// <summary>The floor: a writer that checks nothing.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Categories.Peer)]
    public int Utf8JsonWriter() => JsonPeer.WriteNumbers(Empty(), "data"u8, Payload.Values);

    /// <summary>The serializer with generated code.</summary>
    [Benchmark]
    [BenchmarkCategory(Categories.Peer)]
    public int JsonSerializer()
    {
        var body = new V2Response(
            Payload.Model, [new V2Tensor(Payload.Tensor, [1, Elements], "FP32", Payload.Values)]);
        return JsonPeer.Serialize(Empty(), body, PeerJson.Default.V2Response);
    }

    /// <summary>This project, as the protocol says.</summary>
    [Benchmark]
    public int Strict() => Write(V2JsonForm.Strict);

    /// <summary>This project, as KServe's own server writes it.</summary>
    [Benchmark]
    public int LikeKServe() => Write(V2JsonForm.KServe);

    private int Write(V2JsonForm form)
    {
        var writer = Empty();
        V2Json.WriteResponse(writer, Request, Response, form, _binary);
        return writer.WrittenCount;
    }
}
