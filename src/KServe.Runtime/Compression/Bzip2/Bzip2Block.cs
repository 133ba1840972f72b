using System.Buffers;

namespace KServe.Runtime.Compression.Bzip2;

/// <summary>Unpacks one bzip2 block at a time, in memory that is used again.</summary>
internal sealed class Bzip2Block(int capacity) : IDisposable
{
    private const int RunLength = 4;

    // low 8 bits: the byte at a place of the sorted column; high 24 bits: the place of the next byte
    private readonly uint[] _links = ArrayPool<uint>.Shared.Rent(capacity);
    private uint _position;
    private int _left;
    private uint _expectedCrc;
    private uint _crc;
    private int _previous;
    private int _repeats;
    private int _pending;

    public int Capacity => capacity;

    /// <summary>Decodes a block up to its sorted column; <see cref="Read"/> does the rest.</summary>
    public void Unpack(Bzip2BitReader bits, uint crc)
    {
        if (bits.ReadBit())
        {
            throw new InvalidDataException("randomised bzip2 blocks are not supported");
        }

        var origin = (int)bits.Read(24);
        Span<int> starts = stackalloc int[256];
        var count = new Bzip2Symbols(bits).Decode(_links.AsSpan(0, capacity), starts);
        if (origin >= count)
        {
            throw PackedSource.Damaged();
        }

        Link(starts, count);
        _position = _links[origin] >> 8;
        _left = count;
        _expectedCrc = crc;
        _crc = uint.MaxValue;
        _previous = -1;
        _repeats = 0;
        _pending = 0;
    }

    /// <summary>Gives the next bytes of the block.</summary>
    /// <returns>How many; 0 at its end.</returns>
    public int Read(Span<byte> buffer)
    {
        var count = 0;
        while (count < buffer.Length)
        {
            if (_pending > 0)
            {
                var run = Math.Min(_pending, buffer.Length - count);
                buffer.Slice(count, run).Fill((byte)_previous);
                _pending -= run;
                count += run;
                continue;
            }

            if (_left == 0)
            {
                break;
            }

            var value = Next();
            if (_repeats == RunLength)
            {
                // after four equal bytes comes how many more there are
                _pending = value;
                _repeats = 0;
                continue;
            }

            _repeats = value == _previous ? _repeats + 1 : 1;
            _previous = value;
            buffer[count++] = (byte)value;
        }

        _crc = Bzip2Crc.Append(_crc, buffer[..count]);
        return count;
    }

    /// <summary>Checks the checksum of a block that was read to its end, and returns it.</summary>
    public uint CheckCrc() => ~_crc == _expectedCrc ? _expectedCrc : throw PackedSource.Damaged();

    public void Dispose() => ArrayPool<uint>.Shared.Return(_links);

    private int Next()
    {
        var link = _links[_position];
        _position = link >> 8;
        _left--;
        return (byte)link;
    }

    /// <summary>Inverts the Burrows-Wheeler transform: each place gets the place of the byte that follows.</summary>
    private void Link(Span<int> counts, int count)
    {
        var sum = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            (counts[i], sum) = (sum, sum + counts[i]);
        }

        for (var i = 0; i < count; i++)
        {
            ref var place = ref counts[(byte)_links[i]];
            _links[place++] |= (uint)i << 8;
        }
    }
}
