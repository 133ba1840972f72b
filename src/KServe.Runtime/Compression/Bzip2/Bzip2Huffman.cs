namespace KServe.Runtime.Compression.Bzip2;

/// <summary>One canonical prefix code of a bzip2 block.</summary>
internal sealed class Bzip2Huffman
{
    public const int LongestCode = 20;

    private const int ShortCode = 10;
    private const int LengthBits = 5;

    // by length: the greatest code of that length, and what maps its codes to places in the list of symbols
    private readonly int[] _greatest = new int[LongestCode + 1];
    private readonly int[] _offset = new int[LongestCode + 1];
    private readonly ushort[] _symbols;

    // by the next bits: the symbol and the length of a short code; 0 for a longer one
    private readonly ushort[] _short = new ushort[1 << ShortCode];

    /// <param name="lengths">The length of each symbol's code, 1 to <see cref="LongestCode"/>.</param>
    public Bzip2Huffman(ReadOnlySpan<byte> lengths)
    {
        _symbols = new ushort[lengths.Length];
        var code = 0;
        var place = 0;
        for (var length = 1; length <= LongestCode; length++)
        {
            _offset[length] = place - code;
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    AddShort(code, length, symbol);
                    _symbols[place++] = (ushort)symbol;
                    code++;
                }
            }

            if (code > 1 << length)
            {
                throw PackedSource.Damaged();
            }

            _greatest[length] = code - 1;
            code <<= 1;
        }
    }

    public int Read(Bzip2BitReader bits)
    {
        var next = (int)bits.Peek(LongestCode);
        var entry = _short[next >> (LongestCode - ShortCode)];
        if (entry != 0)
        {
            bits.Skip(entry & ((1 << LengthBits) - 1));
            return entry >> LengthBits;
        }

        for (var length = ShortCode + 1; length <= LongestCode; length++)
        {
            var code = next >> (LongestCode - length);
            if (code <= _greatest[length])
            {
                bits.Skip(length);
                var place = code + _offset[length];
                return (uint)place < (uint)_symbols.Length ? _symbols[place] : throw PackedSource.Damaged();
            }
        }

        throw PackedSource.Damaged();
    }

    private void AddShort(int code, int length, int symbol)
    {
        if (length <= ShortCode && code < 1 << length)
        {
            _short.AsSpan(code << (ShortCode - length), 1 << (ShortCode - length))
                .Fill((ushort)((symbol << LengthBits) | length));
        }
    }
}
