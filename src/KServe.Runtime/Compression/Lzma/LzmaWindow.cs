namespace KServe.Runtime.Compression.Lzma;

/// <summary>What was unpacked last, which LZMA refers to: a ring that grows up to the dictionary's size.</summary>
internal sealed class LzmaWindow
{
    /// <summary>How many bytes may wait to be read.</summary>
    public const int MostWaiting = 64 * 1024;

    // the longest match may come on top of what waits
    private const int Slack = MostWaiting + 512;
    private const int FirstSize = 256 * 1024;

    // as large as the largest preset of xz needs, four times over
    private const int LargestDictionary = 256 * 1024 * 1024;

    private readonly int _largest;
    private byte[] _ring;
    private int _next;
    private int _waiting;

    /// <exception cref="InvalidDataException">The dictionary is too large.</exception>
    public LzmaWindow(long dictionarySize)
    {
        if (dictionarySize > LargestDictionary)
        {
            throw new InvalidDataException($"LZMA dictionaries of {dictionarySize} bytes are not supported");
        }

        _largest = (int)Math.Max(dictionarySize, 4096) + Slack;
        DictionarySize = (int)dictionarySize;
        _ring = GC.AllocateUninitializedArray<byte>(Math.Min(_largest, FirstSize));
    }

    public int DictionarySize { get; }

    public bool IsFull => _waiting >= MostWaiting;

    public bool IsEmpty => _waiting == 0;

    /// <summary>Gets how many bytes were put since the last reset.</summary>
    public long Total { get; private set; }

    /// <summary>Gets the byte before the next one; 0 at the start.</summary>
    public byte Last => Total == 0 ? (byte)0 : At(0);

    /// <summary>Forgets the dictionary, not what waits to be read.</summary>
    public void Reset() => Total = 0;

    /// <summary>Gets an earlier byte; the last one has the distance 0.</summary>
    public byte At(uint distance)
    {
        var place = _next - 1 - (int)distance;
        return _ring[place < 0 ? place + _ring.Length : place];
    }

    public bool Contains(uint distance) => distance < Total && distance < (uint)DictionarySize;

    public void Put(byte value)
    {
        if (_next == _ring.Length)
        {
            Turn();
        }

        _ring[_next] = value;
        Advance(1);
    }

    /// <summary>Repeats earlier bytes, which the caller has found to be there.</summary>
    public void Copy(uint distance, int length)
    {
        while (length > 0)
        {
            if (_next == _ring.Length)
            {
                Turn();
            }

            var from = _next - 1 - (int)distance;
            from = from < 0 ? from + _ring.Length : from;
            var count = Math.Min(length, _ring.Length - Math.Max(_next, from));
            CopyWithin(from, count, isOverlapping: distance < count);
            Advance(count);
            length -= count;
        }
    }

    /// <summary>Puts bytes that were not packed.</summary>
    public void Put(PackedSource source, int length)
    {
        while (length > 0)
        {
            if (_next == _ring.Length)
            {
                Turn();
            }

            var count = Math.Min(length, _ring.Length - _next);
            source.ReadExactly(_ring.AsSpan(_next, count));
            Advance(count);
            length -= count;
        }
    }

    public int Read(Span<byte> target)
    {
        var count = Math.Min(target.Length, _waiting);
        var start = _next - _waiting;
        var wrapped = start < 0 ? Math.Min(count, -start) : 0;
        if (wrapped > 0)
        {
            _ring.AsSpan(start + _ring.Length, wrapped).CopyTo(target);
            start = 0;
        }

        _ring.AsSpan(start, count - wrapped).CopyTo(target[wrapped..]);
        _waiting -= count;
        return count;
    }

    private void Advance(int count)
    {
        _next += count;
        _waiting += count;
        Total += count;
    }

    private void CopyWithin(int from, int count, bool isOverlapping)
    {
        if (!isOverlapping)
        {
            _ring.AsSpan(from, count).CopyTo(_ring.AsSpan(_next));
            return;
        }

        for (var i = 0; i < count; i++)
        {
            _ring[_next + i] = _ring[from + i];
        }
    }

    private void Turn()
    {
        if (_ring.Length == _largest)
        {
            _next = 0;
            return;
        }

        var grown = GC.AllocateUninitializedArray<byte>((int)Math.Min(_largest, 2L * _ring.Length));
        _ring.CopyTo(grown, 0);
        _ring = grown;
    }
}
