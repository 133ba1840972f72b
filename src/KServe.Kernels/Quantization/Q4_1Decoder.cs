using System.Runtime.Intrinsics;

namespace KServe.Kernels.Quantization;

/// <summary>Q4_1: a binary16 scale and minimum; lower halves are numbers 0 to 15, upper halves 16 to 31.</summary>
internal readonly struct Q4_1Decoder : IBlockDecoder
{
    public static int Size => 32;

    public static int Bytes => 20;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> destination)
    {
        var scale = BlockBytes.ReadHalf(block);
        var minimum = BlockBytes.ReadHalf(block[2..]);
        var packed = BlockBytes.Read16(block[4..]);
        Lanes16.ScaleAndAdd(BlockBytes.Low(packed).AsSByte(), scale, minimum, destination);
        Lanes16.ScaleAndAdd(BlockBytes.High(packed).AsSByte(), scale, minimum, destination[16..]);
    }
}
