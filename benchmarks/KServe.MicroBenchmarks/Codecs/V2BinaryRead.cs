using System.Text;
using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;
using KServe.Protocol;

namespace KServe.MicroBenchmarks.Codecs;

/// <summary>Reads a V2 request whose tensor follows the JSON, beside one copy of the body.</summary>
public class V2BinaryRead : CodecBenchmark
{
    private const string FirstNumber = "1000000";
    private readonly V2RequestCache _cache = new();
    private byte[] _copy = [];
    private byte[] _changing = [];
    private int _changingHeadLength;
    private int _numberStart;
    private int _number;

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

    /// <summary>This project, when every request brings JSON of its own, so that remembering is in vain.</summary>
    [Benchmark]
    public int Changing()
    {
        _number = (_number + 1) % 1_000_000;
        for (int i = FirstNumber.Length - 1, rest = _number; i > 0; i--, rest /= 10)
        {
            _changing[_numberStart + i] = (byte)('0' + (rest % 10));
        }

        return Read(_cache, _changing, _changingHeadLength);
    }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        _copy = new byte[Payload.Binary.Length];
        var before = "{\"parameters\":{"u8;
        var member = Encoding.UTF8.GetBytes($"\"n\":{FirstNumber},");
        _changing = [.. before, .. member, .. Payload.Binary.AsSpan(before.Length)];
        _changingHeadLength = Payload.BinaryHeadLength + member.Length;
        _numberStart = before.Length + member.Length - FirstNumber.Length - 1;
    }

    private int Read(V2RequestCache? cache) => Read(cache, Payload.Binary, Payload.BinaryHeadLength);

    private int Read(V2RequestCache? cache, byte[] body, int headLength)
    {
        using var request = V2Json.ReadRequest(
            body, headLength, Payload.Model, Pool, ProtocolLimits.Default, cache);
        return request.Inputs.Count;
    }
}
