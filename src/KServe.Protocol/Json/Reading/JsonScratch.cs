using System.Buffers;

namespace KServe.Protocol;

/// <summary>Holds what a cursor and its copies share during one request.</summary>
/// <remarks>
/// Reading never waits, so that each thread needs one: it is kept, empty, for the thread's next request. Its arrays are
/// not kept, they go back to the shared pool.
/// </remarks>
internal sealed class JsonScratch : IDisposable
{
    [ThreadStatic]
    private static JsonScratch? kept;

    private byte[] _buffer = [];

    private JsonScratch()
    {
    }

    public ProtocolLimits Limits { get; private set; } = ProtocolLimits.Default;

    public JsonKeySet Keys { get; } = new();

    /// <summary>Gets whether a server wrote what is read, not a client.</summary>
    public bool IsResponse { get; private set; }

    /// <summary>Gets what tensors are called in errors: input or output.</summary>
    public string TensorKind => IsResponse ? "output" : "input";

    public static JsonScratch Rent(ProtocolLimits limits, bool isResponse = false)
    {
        var scratch = kept ?? new JsonScratch();
        kept = null;
        scratch.Limits = limits;
        scratch.IsResponse = isResponse;
        scratch.Keys.Reset(limits.MaxJsonDepth + 1);
        return scratch;
    }

    /// <summary>Gets memory for one unescaped text, valid until the next call.</summary>
    public Span<byte> GetBuffer(int length)
    {
        if (_buffer.Length < length)
        {
            Return();
            _buffer = ArrayPool<byte>.Shared.Rent(length);
        }

        return _buffer.AsSpan(0, length);
    }

    public void Dispose()
    {
        Return();
        Keys.Dispose();
        kept = this;
    }

    private void Return()
    {
        if (_buffer.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
