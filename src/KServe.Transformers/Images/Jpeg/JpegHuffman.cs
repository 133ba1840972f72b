namespace KServe.Transformers.Images;

/// <summary>A table of Huffman codes, after ITU-T T.81, annexes C and F.</summary>
internal sealed class JpegHuffman
{
    private const int LookupBits = 9;
    private const int MaxLength = 16;

    // By the next 9 bits: the code's length in the upper byte and its symbol; 0 for longer codes.
    private readonly ushort[] _lookup = new ushort[1 << LookupBits];
    private readonly int[] _lastCodes = new int[MaxLength + 1];
    private readonly int[] _offsets = new int[MaxLength + 1];
    private readonly byte[] _symbols;

    private JpegHuffman(byte[] symbols) => _symbols = symbols;

    /// <summary>Builds a table.</summary>
    /// <param name="counts">How many codes there are of each length from 1 to 16.</param>
    /// <param name="symbols">The symbols, those of short codes first.</param>
    /// <param name="isDc">Whether the symbols are numbers of bits alone.</param>
    /// <exception cref="InferenceException">There are more codes than fit, or symbols that mean nothing.</exception>
    public static JpegHuffman Create(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols, bool isDc)
    {
        if (isDc && symbols.ContainsAnyInRange<byte>(16, 255))
        {
            throw Broken();
        }

        var table = new JpegHuffman(symbols.ToArray());
        var (code, index) = (0, 0);
        for (var length = 1; length <= MaxLength; length++)
        {
            table._offsets[length] = index - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (code >= 1 << length)
                {
                    throw Broken();
                }

                if (length <= LookupBits)
                {
                    var shift = LookupBits - length;
                    table._lookup.AsSpan(code << shift, 1 << shift).Fill((ushort)((length << 8) | symbols[index]));
                }
            }

            table._lastCodes[length] = counts[length - 1] == 0 ? -1 : code - 1;
            code <<= 1;
        }

        return table;
    }

    public int Decode(ref JpegBits bits)
    {
        var next = bits.Peek();
        var entry = _lookup[next >> (MaxLength - LookupBits)];
        if (entry != 0)
        {
            bits.Skip(entry >> 8);
            return entry & 0xFF;
        }

        for (var length = LookupBits + 1; length <= MaxLength; length++)
        {
            var code = (int)(next >> (MaxLength - length));
            if (code <= _lastCodes[length])
            {
                bits.Skip(length);
                return _symbols[_offsets[length] + code];
            }
        }

        throw ImageError.Create("the JPEG's data are broken: there is no such code");
    }

    private static InferenceException Broken() => ImageError.Create("a Huffman table of the JPEG is broken");
}
