using System.Runtime.CompilerServices;

namespace KServe.Runtime.Compression.Lzma;

/// <summary>The binary range decoder of LZMA.</summary>
internal sealed class LzmaRangeDecoder(PackedSource source)
{
    /// <summary>The probability of one half, which all begin with.</summary>
    public const ushort Half = 1 << (ProbabilityBits - 1);

    private const int ProbabilityBits = 11;
    private const int MoveBits = 5;
    private const uint LeastRange = 1 << 24;

    private uint _range;
    private uint _code;

    /// <summary>Gets whether the data could end here.</summary>
    public bool IsFinished => _code == 0;

    public void Start()
    {
        if (source.ReadByte() != 0)
        {
            throw PackedSource.Damaged();
        }

        _range = uint.MaxValue;
        _code = 0;
        for (var i = 0; i < sizeof(uint); i++)
        {
            _code = (_code << 8) | source.ReadByte();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint DecodeBit(ref ushort probability)
    {
        var bound = (_range >> ProbabilityBits) * probability;
        uint bit;
        if (_code < bound)
        {
            probability += (ushort)(((1 << ProbabilityBits) - probability) >> MoveBits);
            _range = bound;
            bit = 0;
        }
        else
        {
            probability -= (ushort)(probability >> MoveBits);
            _code -= bound;
            _range -= bound;
            bit = 1;
        }

        if (_range < LeastRange)
        {
            _range <<= 8;
            _code = (_code << 8) | source.ReadByte();
        }

        return bit;
    }

    /// <summary>Decodes bits of equal chances.</summary>
    public uint DecodeDirect(int count)
    {
        var result = 0u;
        for (; count > 0; count--)
        {
            _range >>= 1;
            _code -= _range;
            var mask = 0 - (_code >> 31);
            _code += _range & mask;
            result = (result << 1) + mask + 1;
            if (_range < LeastRange)
            {
                _range <<= 8;
                _code = (_code << 8) | source.ReadByte();
            }
        }

        return result;
    }

    /// <summary>Decodes a number whose bits depend on those above them.</summary>
    public uint DecodeTree(Span<ushort> probabilities, int bits)
    {
        var symbol = 1u;
        for (var i = 0; i < bits; i++)
        {
            symbol = (symbol << 1) | DecodeBit(ref probabilities[(int)symbol]);
        }

        return symbol - (1u << bits);
    }

    /// <summary>Decodes a number whose bits depend on those below them.</summary>
    public uint DecodeReverseTree(Span<ushort> probabilities, int bits)
    {
        var node = 1u;
        var symbol = 0u;
        for (var i = 0; i < bits; i++)
        {
            var bit = DecodeBit(ref probabilities[(int)node]);
            node = (node << 1) | bit;
            symbol |= bit << i;
        }

        return symbol;
    }
}
