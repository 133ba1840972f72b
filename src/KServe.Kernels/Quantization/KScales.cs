using System.Runtime.CompilerServices;

namespace KServe.Kernels.Quantization;

/// <summary>The 6-bit scales and minimums of the eight sub-blocks of Q4_K and Q5_K, packed into 12 bytes.</summary>
/// <remarks>
/// Bytes 0 to 3 hold the scales and bytes 4 to 7 the minimums of sub-blocks 0 to 3 in their lower six bits. Bytes 8 to
/// 11 hold the lower four bits of scale (lower half) and minimum (upper half) of sub-blocks 4 to 7, whose upper two
/// bits are those that the first eight bytes have left.
/// </remarks>
internal static class KScales
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (int Scale, int Minimum) Get(ReadOnlySpan<byte> packed, int index)
    {
        if (index < 4)
        {
            return (packed[index] & 63, packed[index + 4] & 63);
        }

        var scale = (packed[index + 4] & 0x0F) | ((packed[index - 4] >> 6) << 4);
        var minimum = (packed[index + 4] >> 4) | ((packed[index] >> 6) << 4);
        return (scale, minimum);
    }
}
