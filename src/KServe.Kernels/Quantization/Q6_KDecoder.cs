using System.Runtime.Intrinsics;

namespace KServe.Kernels.Quantization;

/// <summary>Q6_K: 256 numbers of 6 bits around 32, sixteen 8-bit scales and a binary16 scale.</summary>
/// <remarks>
/// In each half of 128 numbers, 64 bytes hold the lower four bits (lower halves numbers 0 to 63, upper halves 64 to
/// 127) and 32 bytes the upper two: byte i those of numbers i, i + 32, i + 64 and i + 96, from its lowest bits on.
/// </remarks>
internal readonly struct Q6_KDecoder : IBlockDecoder
{
    public static int Size => 256;

    public static int Bytes => 210;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> destination)
    {
        var scale = BlockBytes.ReadHalf(block[208..]);
        for (var half = 0; half < 2; half++)
        {
            var low = block.Slice(64 * half, 64);
            var high = block.Slice(128 + (32 * half), 32);
            var scales = block.Slice(192 + (8 * half), 8);
            for (var group = 0; group < 8; group++)
            {
                // 16 numbers: quarter group / 2 of the half, first or second 16 of it
                var quarter = group / 2;
                var start = 16 * (group % 2);
                var bytes = BlockBytes.Read16(low[((32 * (quarter % 2)) + start)..]);
                var lower = quarter < 2 ? BlockBytes.Low(bytes) : BlockBytes.High(bytes);
                var upper = Vector128.ShiftRightLogical(BlockBytes.Read16(high[start..]), 2 * quarter)
                    & Vector128.Create((byte)3);
                var number = (lower | Vector128.ShiftLeft(upper, 4)).AsSByte() - Vector128.Create((sbyte)32);
                Lanes16.Scale(
                    number,
                    scale * (sbyte)scales[group],
                    destination[((128 * half) + (16 * group))..]);
            }
        }
    }
}
