namespace KServe.Runtime.Compression.Lzma;

/// <summary>Decodes the lengths of matches.</summary>
internal sealed class LzmaLengthDecoder
{
    private const int LeastLength = 2;
    private const int MostPositions = 16;
    private const int ShortBits = 3;
    private const int LongBits = 8;

    private readonly ushort[] _choices = new ushort[2];
    private readonly ushort[] _low = new ushort[MostPositions << ShortBits];
    private readonly ushort[] _middle = new ushort[MostPositions << ShortBits];
    private readonly ushort[] _high = new ushort[1 << LongBits];

    public void Reset()
    {
        _choices.AsSpan().Fill(LzmaRangeDecoder.Half);
        _low.AsSpan().Fill(LzmaRangeDecoder.Half);
        _middle.AsSpan().Fill(LzmaRangeDecoder.Half);
        _high.AsSpan().Fill(LzmaRangeDecoder.Half);
    }

    public int Decode(LzmaRangeDecoder range, int position)
    {
        if (range.DecodeBit(ref _choices[0]) == 0)
        {
            return LeastLength + (int)range.DecodeTree(_low.AsSpan(position << ShortBits, 1 << ShortBits), ShortBits);
        }

        if (range.DecodeBit(ref _choices[1]) == 0)
        {
            var table = _middle.AsSpan(position << ShortBits, 1 << ShortBits);
            return LeastLength + (1 << ShortBits) + (int)range.DecodeTree(table, ShortBits);
        }

        return LeastLength + (2 << ShortBits) + (int)range.DecodeTree(_high, LongBits);
    }
}
