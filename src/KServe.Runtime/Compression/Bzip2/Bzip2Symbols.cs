namespace KServe.Runtime.Compression.Bzip2;

/// <summary>Decodes the symbols of a bzip2 block: prefix codes, runs of zeros, move-to-front.</summary>
internal sealed class Bzip2Symbols
{
    private const int GroupSize = 50;
    private const int MostTables = 6;
    private const int RunA = 0;
    private const int RunB = 1;

    private readonly Bzip2BitReader _bits;
    private readonly byte[] _front;
    private readonly byte[] _selectors;
    private readonly Bzip2Huffman[] _tables;
    private readonly int _endSymbol;
    private int _group;
    private int _leftInGroup;

    /// <summary>Reads the tables of a block.</summary>
    public Bzip2Symbols(Bzip2BitReader bits)
    {
        _bits = bits;
        _front = ReadUsedBytes(bits);
        _endSymbol = _front.Length + 1;
        var tableCount = (int)bits.Read(3);
        var selectorCount = (int)bits.Read(15);
        if (tableCount is < 2 or > MostTables || selectorCount == 0)
        {
            throw PackedSource.Damaged();
        }

        _selectors = ReadSelectors(bits, tableCount, selectorCount);
        _tables = new Bzip2Huffman[tableCount];
        Span<byte> lengths = stackalloc byte[_endSymbol + 1];
        for (var i = 0; i < tableCount; i++)
        {
            ReadLengths(bits, lengths);
            _tables[i] = new Bzip2Huffman(lengths);
        }

        _group = -1;
        _leftInGroup = 0;
    }

    /// <summary>Decodes all bytes of the block.</summary>
    /// <param name="target">Where they go, one per entry.</param>
    /// <param name="counts">Receives how often each byte appears.</param>
    /// <returns>How many there are.</returns>
    public int Decode(Span<uint> target, Span<int> counts)
    {
        counts.Clear();
        var count = 0;
        var run = 0;
        var weight = 1;
        while (true)
        {
            var symbol = Next();
            if (symbol is RunA or RunB)
            {
                // runs are numbers in base 2 with the digits 1 and 2
                run += weight << symbol;
                weight <<= 1;
                if (run > target.Length - count)
                {
                    throw PackedSource.Damaged();
                }

                continue;
            }

            target.Slice(count, run).Fill(_front[0]);
            counts[_front[0]] += run;
            count += run;
            (run, weight) = (0, 1);
            if (symbol == _endSymbol)
            {
                return count;
            }

            if (count == target.Length)
            {
                throw PackedSource.Damaged();
            }

            var value = _front[symbol - 1];
            _front.AsSpan(0, symbol - 1).CopyTo(_front.AsSpan(1));
            _front[0] = value;
            target[count++] = value;
            counts[value]++;
        }
    }

    private int Next()
    {
        if (_leftInGroup == 0)
        {
            if (++_group == _selectors.Length)
            {
                throw PackedSource.Damaged();
            }

            _leftInGroup = GroupSize;
        }

        _leftInGroup--;
        return _tables[_selectors[_group]].Read(_bits);
    }

    private static byte[] ReadUsedBytes(Bzip2BitReader bits)
    {
        var ranges = bits.Read(16);
        var used = new List<byte>(256);
        for (var range = 0; range < 16; range++)
        {
            var members = (ranges & (0x8000 >> range)) != 0 ? bits.Read(16) : 0;
            for (var member = 0; member < 16; member++)
            {
                if ((members & (0x8000 >> member)) != 0)
                {
                    used.Add((byte)((16 * range) + member));
                }
            }
        }

        return used.Count > 0 ? [.. used] : throw PackedSource.Damaged();
    }

    private static byte[] ReadSelectors(Bzip2BitReader bits, int tableCount, int count)
    {
        Span<byte> order = [0, 1, 2, 3, 4, 5];
        var selectors = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var place = 0;
            while (bits.ReadBit())
            {
                if (++place == tableCount)
                {
                    throw PackedSource.Damaged();
                }
            }

            var table = order[place];
            order[..place].CopyTo(order[1..]);
            order[0] = table;
            selectors[i] = table;
        }

        return selectors;
    }

    private static void ReadLengths(Bzip2BitReader bits, Span<byte> lengths)
    {
        var length = (int)bits.Read(5);
        for (var i = 0; i < lengths.Length; i++)
        {
            while (bits.ReadBit())
            {
                length += bits.ReadBit() ? -1 : 1;
                if (length is < 1 or > Bzip2Huffman.LongestCode)
                {
                    throw PackedSource.Damaged();
                }
            }

            if (length is < 1 or > Bzip2Huffman.LongestCode)
            {
                throw PackedSource.Damaged();
            }

            lengths[i] = (byte)length;
        }
    }
}
