using System.Buffers.Binary;

namespace KServe.Runtime.Files;

/// <summary>Reads the bytes of a model file in order, large pieces straight into their own memory.</summary>
/// <param name="stream">The bytes, already decompressed.</param>
/// <param name="limit">How many bytes there are, or may be at most.</param>
/// <param name="isExact">Whether there are exactly that many; else memory grows only with what really comes.</param>
/// <param name="cancellationToken">Ends the reading of a large file.</param>
internal sealed class FileSource(Stream stream, long limit, bool isExact, CancellationToken cancellationToken)
{
    private const int BufferSize = 64 * 1024;
    private const int FirstStep = 4 * 1024 * 1024;
    private const int LongestTail = 1024 * 1024;
    private const int LargestRead = 16 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[BufferSize];
    private long _bufferStart;
    private int _next;
    private int _end;

    /// <summary>Gets how many bytes were consumed.</summary>
    public long Position => _bufferStart + _next;

    public byte ReadByte()
    {
        if (_next == _end)
        {
            Fill();
        }

        return _buffer[_next++];
    }

    /// <summary>Reads a few bytes; they lie in the buffer only until the next call.</summary>
    public ReadOnlySpan<byte> ReadShort(int count)
    {
        while (_end - _next < count)
        {
            Fill();
        }

        _next += count;
        return _buffer.AsSpan(_next - count, count);
    }

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(ReadShort(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(ReadShort(4));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadShort(4));

    /// <summary>Reads a length of 8 bytes.</summary>
    public long ReadLength()
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(ReadShort(8));
        return length <= long.MaxValue ? (long)length : throw Missing();
    }

    /// <summary>Checks that so many bytes can still come.</summary>
    /// <exception cref="InvalidDataException">They cannot.</exception>
    public void Expect(long count)
    {
        if (count < 0 || count > limit - Position)
        {
            throw Missing();
        }
    }

    /// <summary>Reads bytes into memory of their own.</summary>
    public byte[] ReadBytes(long count)
    {
        Expect(count);
        if (count > Array.MaxLength)
        {
            throw new InvalidDataException("values of more than 2 GiB are not supported");
        }

        var length = (int)count;
        var bytes = GC.AllocateUninitializedArray<byte>(isExact ? length : Math.Min(length, FirstStep));
        var filled = 0;
        while (true)
        {
            ReadExactly(bytes.AsSpan(filled));
            filled = bytes.Length;
            if (filled == length)
            {
                return bytes;
            }

            var grown = GC.AllocateUninitializedArray<byte>((int)Math.Min(length, 2L * filled));
            bytes.CopyTo(grown, 0);
            bytes = grown;
        }
    }

    /// <summary>Reads up to the end of a line, and past it.</summary>
    public byte[] ReadLine(int longest)
    {
        using var line = new MemoryStream();
        while (true)
        {
            if (_next == _end)
            {
                Fill();
            }

            var rest = _buffer.AsSpan(_next, _end - _next);
            var length = rest.IndexOf((byte)'\n');
            line.Write(length < 0 ? rest : rest[..length]);
            _next += length < 0 ? rest.Length : length + 1;
            if (line.Length > longest)
            {
                throw new InvalidDataException($"a line is longer than {longest} bytes");
            }

            if (length >= 0)
            {
                return line.ToArray();
            }
        }
    }

    public void Skip(int count)
    {
        while (count > 0)
        {
            var step = Math.Min(count, BufferSize);
            ReadShort(step);
            count -= step;
        }
    }

    /// <summary>Reads up to the end of the stream, whose checksum is checked only there.</summary>
    /// <exception cref="InvalidDataException">More than a little follows, or the checksum is wrong.</exception>
    public void ReadToEnd()
    {
        var rest = _end - _next;
        int count;
        while ((count = stream.Read(_buffer, 0, BufferSize)) > 0)
        {
            rest += count;
            if (rest > LongestTail)
            {
                throw new InvalidDataException("the file goes on after its end");
            }
        }

        _next = _end = 0;
    }

    private static InvalidDataException Missing() => new("the file ends too early: it declares more bytes than it has");

    private void ReadExactly(Span<byte> target)
    {
        var buffered = Math.Min(target.Length, _end - _next);
        _buffer.AsSpan(_next, buffered).CopyTo(target);
        _next += buffered;
        while (buffered < target.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = stream.Read(target.Slice(buffered, Math.Min(LargestRead, target.Length - buffered)));
            if (count == 0)
            {
                throw Missing();
            }

            _bufferStart += count;
            buffered += count;
        }
    }

    private void Fill()
    {
        cancellationToken.ThrowIfCancellationRequested();
        _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
        _bufferStart += _next;
        _end -= _next;
        _next = 0;
        var count = stream.Read(_buffer, _end, BufferSize - _end);
        if (count == 0)
        {
            throw Missing();
        }

        _end += count;
        if (_bufferStart + _end > limit)
        {
            throw new InvalidDataException($"the file unpacks to more than {limit} bytes");
        }
    }
}
