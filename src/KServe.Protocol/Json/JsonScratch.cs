using System.Buffers;

namespace KServe.Protocol;

/// <summary>Holds what a cursor and its copies share during one request.</summary>
internal sealed class JsonScratch(ProtocolLimits limits) : IDisposable
{
    private byte[] _buffer = [];

    public ProtocolLimits Limits => limits;

    public JsonKeySet Keys { get; } = new(limits.MaxJsonDepth + 1);

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
