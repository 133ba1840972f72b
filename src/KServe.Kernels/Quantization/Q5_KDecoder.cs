using System.Runtime.Intrinsics;

namespace KServe.Kernels.Quantization;

/// <summary>Q5_K: as Q4_K, with 32 bytes whose bit s is the fifth bit of the numbers of sub-block s.</summary>
internal readonly struct Q5_KDecoder : IBlockDecoder
{
    public static int Size => 256;

    public static int Bytes => 176;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> destination)
    {
        var scale = BlockBytes.ReadHalf(block);
        var minimum = BlockBytes.ReadHalf(block[2..]);
        var scales = block.Slice(4, 12);
        var fifth = block.Slice(16, 32);
        var packed = block[48..];
        for (var pair = 0; pair < 4; pair++)
        {
            var (first, firstMinimum) = KScales.Get(scales, 2 * pair);
            var (second, secondMinimum) = KScales.Get(scales, (2 * pair) + 1);
            for (var half = 0; half < 32; half += 16)
            {
                var bytes = BlockBytes.Read16(packed[((32 * pair) + half)..]);
                var bits = BlockBytes.Read16(fifth[half..]);
                var low = BlockBytes.Low(bytes) | Fifth(bits, 2 * pair);
                var high = BlockBytes.High(bytes) | Fifth(bits, (2 * pair) + 1);
                var target = destination[((64 * pair) + half)..];
                Lanes16.ScaleAndAdd(low.AsSByte(), scale * first, -(minimum * firstMinimum), target);
                Lanes16.ScaleAndAdd(high.AsSByte(), scale * second, -(minimum * secondMinimum), target[32..]);
            }
        }
    }

    private static Vector128<byte> Fifth(Vector128<byte> bits, int subBlock) =>
        Vector128.ShiftLeft(Vector128.ShiftRightLogical(bits, subBlock) & Vector128<byte>.One, 4);
}
