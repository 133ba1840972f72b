using System.Buffers.Binary;

namespace KServe.Runtime.Compression.Lz4;

/// <summary>Unpacks LZ4 frames; source: "LZ4 Frame Format Description" 1.6.</summary>
internal sealed class Lz4Stream(Stream stream) : ReadOnlyStream
{
    private const uint FrameMagic = 0x184D2204;
    private const uint SkippableMagic = 0x184D2A50;
    private const uint UncompressedBit = 0x80000000;
    private const int History = 64 * 1024;

    private readonly PackedSource _source = new(stream);

    // the last 64 KiB, which blocks may refer to, and the block that is read
    private byte[] _window = [];
    private byte[] _packed = [];
    private int _historyLength;
    private int _next;
    private int _end;
    private Lz4FrameHeader? _frame;
    private XxHash32? _contentHash;
    private long _contentLength;

    public override int Read(Span<byte> buffer)
    {
        while (_next == _end && !buffer.IsEmpty)
        {
            if (_frame is null && !TryBeginFrame())
            {
                return 0;
            }

            ReadBlock(_frame!);
        }

        var count = Math.Min(buffer.Length, _end - _next);
        _window.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    private bool TryBeginFrame()
    {
        while (!_source.IsAtEnd)
        {
            var magic = _source.ReadUInt32();
            if (magic == FrameMagic)
            {
                BeginFrame();
                return true;
            }

            if ((magic & 0xFFFFFFF0) != SkippableMagic)
            {
                throw PackedSource.Damaged();
            }

            for (var count = _source.ReadUInt32(); count > 0; count--)
            {
                _source.ReadByte();
            }
        }

        return false;
    }

    private void BeginFrame()
    {
        _frame = Lz4FrameHeader.Read(_source);
        _contentHash = _frame.HasContentChecksum ? new XxHash32() : null;
        _contentLength = 0;
        _historyLength = 0;
        _next = _end = 0;
        if (_packed.Length < _frame.BlockSize)
        {
            _packed = new byte[_frame.BlockSize];
            _window = new byte[History + _frame.BlockSize];
        }
    }

    private void ReadBlock(Lz4FrameHeader frame)
    {
        var size = _source.ReadUInt32();
        if (size == 0)
        {
            EndFrame(frame);
            return;
        }

        var length = (int)(size & ~UncompressedBit);
        if (length > frame.BlockSize)
        {
            throw PackedSource.Damaged();
        }

        var packed = _packed.AsSpan(0, length);
        _source.ReadExactly(packed);
        if (frame.HasBlockChecksums && _source.ReadUInt32() != XxHash32.Compute(packed))
        {
            throw PackedSource.Damaged();
        }

        KeepHistory(frame);
        var target = _window.AsSpan(0, _historyLength + frame.BlockSize);
        if ((size & UncompressedBit) != 0)
        {
            packed.CopyTo(target[_historyLength..]);
            _end = _historyLength + length;
        }
        else
        {
            _end = Lz4Block.Unpack(packed, target, _historyLength);
        }

        _next = _historyLength;
        _contentLength += _end - _next;
        _contentHash?.Append(_window.AsSpan(_next.._end));
    }

    private void KeepHistory(Lz4FrameHeader frame)
    {
        if (frame.AreBlocksIndependent)
        {
            _historyLength = 0;
            return;
        }

        _historyLength = Math.Min(History, _end);
        _window.AsSpan(_end - _historyLength, _historyLength).CopyTo(_window);
    }

    private void EndFrame(Lz4FrameHeader frame)
    {
        if ((_contentHash is not null && _source.ReadUInt32() != _contentHash.GetValue())
            || (frame.ContentSize is { } size && size != (ulong)_contentLength))
        {
            throw PackedSource.Damaged();
        }

        _frame = null;
    }
}
