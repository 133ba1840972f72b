using System.Buffers.Binary;

namespace KServe.Kernels.Linear;

/// <summary>A stored block of Q4_K: 256 numbers in eight sub-blocks.</summary>
/// <remarks>
/// Two binary16 (the scale of scales, the scale of minimums), 12 bytes with eight scales and minimums of 6 bits, and
/// 128 bytes, of which each 32 hold one sub-block in their lower halves and the next in their upper. Source: ggml.
/// </remarks>
internal static class SuperBlock
{
    /// <summary>The sub-blocks of a block.</summary>
    public const int SubBlocks = 8;

    /// <summary>The bytes of a block.</summary>
    public const int Bytes = 144;

    private const int ScalesAt = 4;
    private const int NumbersAt = 16;
    private const int Six = 63;
    private const int Four = 15;

    /// <summary>Reads what numbers of a sub-block are multiplied with, and what is added.</summary>
    public static (float Scale, float Minimum) ReadScales(ReadOnlySpan<byte> block, int subBlock)
    {
        var packed = block[ScalesAt..NumbersAt];
        int scale, minimum;
        if (subBlock < 4)
        {
            scale = packed[subBlock] & Six;
            minimum = packed[subBlock + 4] & Six;
        }
        else
        {
            scale = (packed[subBlock + 4] & Four) | (packed[subBlock - 4] >> 6 << 4);
            minimum = (packed[subBlock + 4] >> 4) | (packed[subBlock] >> 6 << 4);
        }

        return ((float)BinaryPrimitives.ReadHalfLittleEndian(block) * scale,
            -(float)BinaryPrimitives.ReadHalfLittleEndian(block[sizeof(ushort)..]) * minimum);
    }

    /// <summary>Gets the bytes whose lower or upper halves are a sub-block's numbers.</summary>
    public static ReadOnlySpan<byte> GetNumbers(ReadOnlySpan<byte> block, int subBlock) =>
        block.Slice(NumbersAt + (subBlock / 2 * Panels.BlockSize), Panels.BlockSize);
}
