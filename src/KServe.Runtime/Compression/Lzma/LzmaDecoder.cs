namespace KServe.Runtime.Compression.Lzma;

/// <summary>Decodes LZMA; source: "LZMA specification" by I. Pavlov (2015).</summary>
internal sealed class LzmaDecoder(LzmaRangeDecoder range, LzmaWindow window)
{
    private const int StateCount = 12;
    private const int PositionBits = 4;
    private const int LiteralSize = 0x300;
    private const int FirstModelSlot = 4;
    private const int FirstDirectSlot = 14;
    private const int AlignBits = 4;
    private const int SlotBits = 6;
    private const int LengthStates = 4;
    private const uint EndMarker = uint.MaxValue;

    private readonly ushort[] _isMatch = new ushort[StateCount << PositionBits];
    private readonly ushort[] _isRepeat = new ushort[StateCount];
    private readonly ushort[] _isRepeat0 = new ushort[StateCount];
    private readonly ushort[] _isRepeat1 = new ushort[StateCount];
    private readonly ushort[] _isRepeat2 = new ushort[StateCount];
    private readonly ushort[] _isRepeat0Long = new ushort[StateCount << PositionBits];
    private readonly ushort[] _slots = new ushort[LengthStates << SlotBits];
    private readonly ushort[] _distances = new ushort[1 + 128 - FirstDirectSlot];
    private readonly ushort[] _align = new ushort[1 << AlignBits];
    private readonly LzmaLengthDecoder _length = new();
    private readonly LzmaLengthDecoder _repeatLength = new();
    private ushort[] _literals = [];
    private int _state;
    private uint _rep0;
    private uint _rep1;
    private uint _rep2;
    private uint _rep3;
    private int _literalContextBits;
    private int _literalPositionMask;
    private int _positionMask;

    /// <summary>Gets whether the marker of the end was read.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Sets the parameters from their byte, and resets the state.</summary>
    /// <param name="properties">(positions * 5 + literal positions) * 9 + literal context.</param>
    public void SetProperties(byte properties)
    {
        if (properties >= 9 * 5 * 5)
        {
            throw PackedSource.Damaged();
        }

        _literalContextBits = properties % 9;
        var literalPositionBits = properties / 9 % 5;
        _literalPositionMask = (1 << literalPositionBits) - 1;
        _positionMask = (1 << (properties / 45)) - 1;
        var literalCount = LiteralSize << (_literalContextBits + literalPositionBits);
        _literals = _literals.Length == literalCount ? _literals : new ushort[literalCount];
        ResetState();
    }

    public void ResetState()
    {
        ushort[][] tables =
        [
            _isMatch, _isRepeat, _isRepeat0, _isRepeat1, _isRepeat2, _isRepeat0Long, _slots, _distances, _align,
            _literals,
        ];
        foreach (var table in tables)
        {
            table.AsSpan().Fill(LzmaRangeDecoder.Half);
        }

        _length.Reset();
        _repeatLength.Reset();
        _state = 0;
        _rep0 = _rep1 = _rep2 = _rep3 = 0;
        IsEnded = false;
    }

    /// <summary>Decodes until the window is full, the limit is reached or the end is marked.</summary>
    /// <param name="limit">The most bytes to make.</param>
    /// <returns>How many bytes were made.</returns>
    public long Decode(long limit)
    {
        var made = 0L;
        while (made < limit && !window.IsFull && !IsEnded)
        {
            var position = (int)window.Total & _positionMask;
            if (range.DecodeBit(ref _isMatch[(_state << PositionBits) + position]) == 0)
            {
                DecodeLiteral();
                made++;
                continue;
            }

            var length = DecodeMatch(position);
            if (IsEnded)
            {
                break;
            }

            if (!window.Contains(_rep0) || length > limit - made)
            {
                throw PackedSource.Damaged();
            }

            window.Copy(_rep0, length);
            made += length;
        }

        return made;
    }

    /// <summary>Reads the marker of the end, which may follow where the length was known.</summary>
    public void DecodeMarker()
    {
        var position = (int)window.Total & _positionMask;
        if (range.DecodeBit(ref _isMatch[(_state << PositionBits) + position]) != 0)
        {
            DecodeMatch(position);
        }

        if (!IsEnded)
        {
            throw PackedSource.Damaged();
        }
    }

    private void DecodeLiteral()
    {
        var previous = window.Last;
        var context = (((int)window.Total & _literalPositionMask) << _literalContextBits)
            + (previous >> (8 - _literalContextBits));
        var table = _literals.AsSpan(LiteralSize * context, LiteralSize);
        var symbol = 1u;
        if (_state >= 7)
        {
            if (!window.Contains(_rep0))
            {
                throw PackedSource.Damaged();
            }

            uint match = window.At(_rep0);
            do
            {
                var matchBit = (match >> 7) & 1;
                match <<= 1;
                var bit = range.DecodeBit(ref table[(int)(((1 + matchBit) << 8) + symbol)]);
                symbol = (symbol << 1) | bit;
                if (matchBit != bit)
                {
                    break;
                }
            }
            while (symbol < 0x100);
        }

        while (symbol < 0x100)
        {
            symbol = (symbol << 1) | range.DecodeBit(ref table[(int)symbol]);
        }

        window.Put((byte)symbol);
        _state = _state switch { < 4 => 0, < 10 => _state - 3, _ => _state - 6 };
    }

    /// <summary>Decodes a match: its distance goes to the first of the remembered ones.</summary>
    /// <returns>Its length.</returns>
    private int DecodeMatch(int position)
    {
        if (range.DecodeBit(ref _isRepeat[_state]) != 0)
        {
            return DecodeRepeat(position);
        }

        _rep3 = _rep2;
        _rep2 = _rep1;
        _rep1 = _rep0;
        var length = _length.Decode(range, position);
        _state = _state < 7 ? 7 : 10;
        _rep0 = DecodeDistance(length);
        IsEnded = _rep0 == EndMarker;
        return length;
    }

    private int DecodeRepeat(int position)
    {
        if (range.DecodeBit(ref _isRepeat0[_state]) == 0)
        {
            if (range.DecodeBit(ref _isRepeat0Long[(_state << PositionBits) + position]) == 0)
            {
                _state = _state < 7 ? 9 : 11;
                return 1;
            }
        }
        else
        {
            uint distance;
            if (range.DecodeBit(ref _isRepeat1[_state]) == 0)
            {
                distance = _rep1;
            }
            else
            {
                if (range.DecodeBit(ref _isRepeat2[_state]) == 0)
                {
                    distance = _rep2;
                }
                else
                {
                    distance = _rep3;
                    _rep3 = _rep2;
                }

                _rep2 = _rep1;
            }

            _rep1 = _rep0;
            _rep0 = distance;
        }

        var length = _repeatLength.Decode(range, position);
        _state = _state < 7 ? 8 : 11;
        return length;
    }

    private uint DecodeDistance(int length)
    {
        var lengthState = Math.Min(length - 2, LengthStates - 1);
        var slot = range.DecodeTree(_slots.AsSpan(lengthState << SlotBits, 1 << SlotBits), SlotBits);
        if (slot < FirstModelSlot)
        {
            return slot;
        }

        var bits = (int)(slot >> 1) - 1;
        var distance = (2 | (slot & 1)) << bits;
        return slot < FirstDirectSlot
            ? distance + range.DecodeReverseTree(_distances.AsSpan((int)(distance - slot)), bits)
            : distance + (range.DecodeDirect(bits - AlignBits) << AlignBits)
                + range.DecodeReverseTree(_align, AlignBits);
    }
}
