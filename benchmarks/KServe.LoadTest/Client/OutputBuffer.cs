namespace KServe.LoadTest.Client;

/// <summary>Bytes that wait for the socket; several requests leave in one call of the system.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class OutputBuffer
{
    private byte[] _bytes = new byte[256 * 1024];
    private int _start;
    private int _end;

    /// <summary>Gets what waits.</summary>
    public ReadOnlySpan<byte> Waiting => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Gets whether a frame of the usual size can be added without growing.</summary>
    public bool HasRoom => _bytes.Length - _end > Http2Request.MaxPayload + Http2FrameHeader.Size;

    /// <summary>Reserves bytes at the end.</summary>
    public Span<byte> Add(int size)
    {
        if (_bytes.Length - _end < size)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + size));
        }

        _end += size;
        return _bytes.AsSpan(_end - size, size);
    }

    /// <summary>Forgets what the socket took.</summary>
    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }
    }
}
