namespace KServe.Kernels.Attention;

/// <summary>Where the keys and values of one layer lie in a block of a KV cache.</summary>
/// <remarks>
/// <para>
/// A block holds its heads one after the other. Of each head first all keys, [head size, block size]: number d of
/// sixteen neighbouring tokens fills a register, and a score needs no sum across one. Then all values, [block size,
/// padded head size]. <see cref="KvFormat.Q8"/> has the scales of the tokens before each.
/// </para>
/// <para>Immutable and safe for concurrent use; two writes to one block are not.</para>
/// </remarks>
public sealed unsafe class KvLayout
{
    /// <summary>What the tokens of a block are a multiple of.</summary>
    public const int BlockStep = 16;

    /// <summary>The largest head that is computed with.</summary>
    public const int MaxHeadSize = 1024;

    /// <summary>Initializes the layout.</summary>
    /// <param name="blockSize">The tokens in a block, a multiple of <see cref="BlockStep"/>.</param>
    /// <param name="headCount">The key and value heads.</param>
    /// <param name="headSize">The numbers in a head, up to <see cref="MaxHeadSize"/>.</param>
    /// <param name="format">How the numbers are stored.</param>
    /// <exception cref="ArgumentException">The block size is no multiple of <see cref="BlockStep"/>.</exception>
    /// <exception cref="OverflowException">A block is larger than 2 GiB.</exception>
    public KvLayout(int blockSize, int headCount, int headSize, KvFormat format)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(headCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(headSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headSize, MaxHeadSize);
        if (blockSize % BlockStep != 0)
        {
            throw new ArgumentException($"{blockSize} tokens are no multiple of {BlockStep}.", nameof(blockSize));
        }

        BlockSize = blockSize;
        HeadCount = headCount;
        HeadSize = headSize;
        Format = format;
        PaddedHeadSize = Pad(headSize);
        var scales = format == KvFormat.Q8 ? checked(blockSize * sizeof(float)) : 0;
        var number = NumberSize(format);
        KeyBytes = checked((blockSize * headSize * number) + scales);
        HeadBytes = checked(KeyBytes + (blockSize * PaddedHeadSize * number) + scales);
        BlockBytes = checked(headCount * HeadBytes);
    }

    /// <summary>Gets the tokens in a block.</summary>
    public int BlockSize { get; }

    /// <summary>Gets the key and value heads.</summary>
    public int HeadCount { get; }

    /// <summary>Gets the numbers in a head.</summary>
    public int HeadSize { get; }

    /// <summary>Gets how the numbers are stored.</summary>
    public KvFormat Format { get; }

    /// <summary>Gets the bytes of a block.</summary>
    public int BlockBytes { get; }

    /// <summary>Gets the head size with zeros up to whole registers.</summary>
    internal int PaddedHeadSize { get; }

    /// <summary>Gets the bytes of a head's keys.</summary>
    internal int KeyBytes { get; }

    /// <summary>Gets the bytes of a head's keys and values.</summary>
    internal int HeadBytes { get; }

    /// <summary>Stores the keys and values of one token.</summary>
    /// <param name="block">The block.</param>
    /// <param name="slot">The place of the token in its block, from 0.</param>
    /// <param name="keys">The keys of all heads, one after the other.</param>
    /// <param name="values">The values of all heads.</param>
    /// <exception cref="ArgumentException">A span is shorter than the heads, or the slot is outside.</exception>
    public void Write(byte* block, int slot, ReadOnlySpan<float> keys, ReadOnlySpan<float> values)
    {
        Check(slot, keys.Length, values.Length);
        fixed (float* key = keys)
        fixed (float* value = values)
        {
            for (var head = 0; head < HeadCount; head++)
            {
                var first = head * HeadSize;
                KvCodec.WriteHead(this, block + (head * HeadBytes), slot, key + first, value + first);
            }
        }
    }

    /// <summary>Reads the keys and values of one token back.</summary>
    /// <param name="block">The block.</param>
    /// <param name="slot">The place of the token in its block, from 0.</param>
    /// <param name="keys">Takes the keys of all heads.</param>
    /// <param name="values">Takes the values of all heads.</param>
    /// <exception cref="ArgumentException">A span is shorter than the heads, or the slot is outside.</exception>
    public void Read(byte* block, int slot, Span<float> keys, Span<float> values)
    {
        Check(slot, keys.Length, values.Length);
        fixed (float* key = keys)
        fixed (float* value = values)
        {
            for (var head = 0; head < HeadCount; head++)
            {
                var first = head * HeadSize;
                KvCodec.ReadHead(this, block + (head * HeadBytes), slot, key + first, value + first);
            }
        }
    }

    internal static int NumberSize(KvFormat format) => format switch
    {
        KvFormat.F32 => sizeof(float),
        KvFormat.F16 or KvFormat.BF16 => sizeof(ushort),
        KvFormat.Q8 => sizeof(sbyte),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    internal static int Pad(int headSize) => (headSize + BlockStep - 1) / BlockStep * BlockStep;

    private void Check(int slot, int keys, int values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)BlockSize, nameof(slot));
        if (keys < HeadCount * HeadSize || values < HeadCount * HeadSize)
        {
            throw new ArgumentException($"Keys and values are {HeadCount} heads of {HeadSize} numbers.", nameof(keys));
        }
    }
}
