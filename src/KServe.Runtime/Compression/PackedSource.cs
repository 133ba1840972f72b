using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace KServe.Runtime.Compression;

/// <summary>Reads packed bytes one by one or in pieces, and counts them.</summary>
internal sealed class PackedSource(Stream stream)
{
    private const int BufferSize = 64 * 1024;

    private readonly byte[] _buffer = new byte[BufferSize];
    private long _bufferStart;
    private int _next;
    private int _end;

    /// <summary>Gets how many bytes were consumed.</summary>
    public long Position => _bufferStart + _next;

    /// <summary>Tells whether no byte is left.</summary>
    public bool IsAtEnd => _next == _end && !TryFill();

    public static InvalidDataException Damaged(Exception? cause = null) =>
        new("the compressed data are damaged", cause);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte ReadByte()
    {
        if (_next == _end)
        {
            Fill();
        }

        return _buffer[_next++];
    }

    public uint ReadUInt32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ulong ReadUInt64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    public void ReadExactly(Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            if (_next == _end)
            {
                Fill();
            }

            var count = Math.Min(target.Length, _end - _next);
            _buffer.AsSpan(_next, count).CopyTo(target);
            _next += count;
            target = target[count..];
        }
    }

    private void Fill()
    {
        if (!TryFill())
        {
            throw new InvalidDataException("the compressed data end too early");
        }
    }

    private bool TryFill()
    {
        _bufferStart += _end;
        _next = 0;
        _end = stream.Read(_buffer);
        return _end > 0;
    }
}
