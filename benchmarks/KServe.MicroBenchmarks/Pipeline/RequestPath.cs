using System.Buffers;
using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;
using KServe.Protocol;
using KServe.Protocol.Grpc;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.MicroBenchmarks.Pipeline;

/// <summary>The whole of a request without the web server: decode, pin, run, encode, return all memory.</summary>
/// <remarks>The caches of a server are there: the second request of a client finds them filled.</remarks>
public class RequestPath
{
    // As many bytes as a number can take in text, and the rest of a response.
    private const int BytesPerElement = 32;
    private const int BytesOfHead = 4096;

    private readonly NameCache _names = new();
    private readonly V2RequestCache _heads = new();
    private readonly List<InferTensor> _binary = [];
    private ModelHost _host = null!;
    private Payload _payload = null!;
    private TensorPool _pool = null!;
    private PooledBufferWriter _writer = null!;

    /// <summary>Gets or sets the number of elements.</summary>
    [Params(4, 1000)]
    public int Elements { get; set; }

    /// <summary>Loads the model in a server.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _payload = new Payload(Elements);
        _writer = new PooledBufferWriter(BytesOfHead + (BytesPerElement * Elements));
        _host = ModelHost.CreateServed(
            static models => models.AddPredictor<SignedIdentityPredictor>(Payload.Model));
        _pool = _host.Services.GetRequiredService<TensorPool>();
    }

    /// <summary>Unloads the model.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _host.Dispose();
        _writer.Dispose();
    }

    /// <summary>A V1 request.</summary>
    [Benchmark]
    public int V1Json()
    {
        using var lease = _host.Registry.Pin(Payload.Model);
        using var request = Protocol.V1Json.ReadRequest(
            _payload.V1, Payload.Model, lease.Revision.Signature, _pool, ProtocolLimits.Default);
        using var response = Infer(lease, request);
        _writer.Clear();
        Protocol.V1Json.WritePredictions(_writer, response);
        return _writer.WrittenCount;
    }

    /// <summary>A V2 request in JSON.</summary>
    [Benchmark]
    public int V2Json() => RunV2(_payload.V2, jsonLength: null);

    /// <summary>A V2 request with a binary tensor both ways.</summary>
    [Benchmark]
    public int V2Binary() => RunV2(_payload.Binary, _payload.BinaryHeadLength);

    /// <summary>A gRPC request with raw contents.</summary>
    [Benchmark]
    public int Grpc()
    {
        using var request = GrpcInferenceCodec.ReadModelInferRequest(
            _payload.Grpc, _pool, ProtocolLimits.Default, _names, out var form);
        using var lease = _host.Registry.Pin(request.ModelName, request.ModelVersion);
        using var response = Infer(lease, request);
        using var message = GrpcInferenceCodec.EncodeModelInferResponse(request, response, form);
        _writer.Clear();
        message.WriteTo(_writer);
        return _writer.WrittenCount;
    }

    private static InferResponse Infer(RevisionLease lease, InferRequest request) =>
        Inference.Get(lease.Revision.InferAsync(request, CancellationToken.None));

    private int RunV2(byte[] body, int? jsonLength)
    {
        using var lease = _host.Registry.Pin(Payload.Model);
        using var request = Protocol.V2Json.ReadRequest(
            body, jsonLength, Payload.Model, _pool, ProtocolLimits.Default, _heads);
        using var response = Infer(lease, request);
        _writer.Clear();
        _binary.Clear();
        Protocol.V2Json.WriteResponse(_writer, request, response, V2JsonForm.Strict, _binary);
        foreach (var tensor in _binary)
        {
            _writer.Write(tensor.Data.Span);
        }

        return _writer.WrittenCount;
    }
}
