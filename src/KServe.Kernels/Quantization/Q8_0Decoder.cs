using System.Runtime.Intrinsics;

namespace KServe.Kernels.Quantization;

/// <summary>Q8_0: a binary16 scale and 32 signed bytes.</summary>
internal readonly struct Q8_0Decoder : IBlockDecoder
{
    public static int Size => 32;

    public static int Bytes => 34;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> destination)
    {
        var scale = BlockBytes.ReadHalf(block);
        Lanes16.Scale(BlockBytes.Read16(block[2..]).AsSByte(), scale, destination);
        Lanes16.Scale(BlockBytes.Read16(block[18..]).AsSByte(), scale, destination[16..]);
    }
}
