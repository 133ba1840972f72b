using System.Runtime.Intrinsics;

namespace KServe.Kernels.Quantization;

/// <summary>Q4_0: a binary16 scale; lower halves are numbers 0 to 15, upper halves 16 to 31, around 8.</summary>
internal readonly struct Q4_0Decoder : IBlockDecoder
{
    public static int Size => 32;

    public static int Bytes => 18;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> destination)
    {
        var scale = BlockBytes.ReadHalf(block);
        var packed = BlockBytes.Read16(block[2..]);
        var middle = Vector128.Create((sbyte)8);
        Lanes16.Scale(BlockBytes.Low(packed).AsSByte() - middle, scale, destination);
        Lanes16.Scale(BlockBytes.High(packed).AsSByte() - middle, scale, destination[16..]);
    }
}
