using BenchmarkDotNet.Attributes;
using KServe.MicroBenchmarks.Payloads;
using KServe.Protocol;

namespace KServe.MicroBenchmarks.Codecs;

/// <summary>A codec that writes into memory that is there.</summary>
public abstract class WriteBenchmark : CodecBenchmark
{
    // As many bytes as a number can take in text, and the rest of a response.
    private const int BytesPerElement = 32;
    private const int BytesOfHead = 4096;

    private PooledBufferWriter _writer = null!;

    /// <summary>Gets the request that is answered.</summary>
    protected InferRequest Request { get; private set; } = null!;

    /// <summary>Gets what is written.</summary>
    protected InferResponse Response { get; private set; } = null!;

    /// <summary>Returns the memory.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        Response.Dispose();
        Request.Dispose();
        _writer.Dispose();
    }

    /// <summary>Gets the writer, emptied.</summary>
    protected PooledBufferWriter Empty()
    {
        _writer.Clear();
        return _writer;
    }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        _writer = new PooledBufferWriter(BytesOfHead + (BytesPerElement * Elements));
        Request = Payload.CreateRequest(Pool);
        Response = new InferResponse(Payload.CreateTensor()) { ModelName = Payload.Model, ModelVersion = "1" };
    }
}
