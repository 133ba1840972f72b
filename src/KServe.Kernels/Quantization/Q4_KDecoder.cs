using System.Runtime.Intrinsics;

namespace KServe.Kernels.Quantization;

/// <summary>Q4_K: two binary16 scales, eight 6-bit scales and minimums, and 256 numbers of 4 bits.</summary>
/// <remarks>Each 32 bytes hold two sub-blocks: the lower halves one, the upper halves the next.</remarks>
internal readonly struct Q4_KDecoder : IBlockDecoder
{
    public static int Size => 256;

    public static int Bytes => 144;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> destination)
    {
        var scale = BlockBytes.ReadHalf(block);
        var minimum = BlockBytes.ReadHalf(block[2..]);
        var scales = block.Slice(4, 12);
        var packed = block[16..];
        for (var pair = 0; pair < 4; pair++)
        {
            var (first, firstMinimum) = KScales.Get(scales, 2 * pair);
            var (second, secondMinimum) = KScales.Get(scales, (2 * pair) + 1);
            for (var half = 0; half < 32; half += 16)
            {
                var bytes = BlockBytes.Read16(packed[((32 * pair) + half)..]);
                var target = destination[((64 * pair) + half)..];
                Lanes16.ScaleAndAdd(
                    BlockBytes.Low(bytes).AsSByte(), scale * first, -(minimum * firstMinimum), target);
                Lanes16.ScaleAndAdd(
                    BlockBytes.High(bytes).AsSByte(), scale * second, -(minimum * secondMinimum), target[32..]);
            }
        }
    }
}
