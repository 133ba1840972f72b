using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Quantization;

/// <summary>Q5_0: as Q4_0 around 16, with a word that holds the fifth bit of each number.</summary>
internal readonly struct Q5_0Decoder : IBlockDecoder
{
    public static int Size => 32;

    public static int Bytes => 22;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> destination)
    {
        var scale = BlockBytes.ReadHalf(block);
        var low = Lanes16.FifthBits(BinaryPrimitives.ReadUInt16LittleEndian(block[2..]));
        var high = Lanes16.FifthBits(BinaryPrimitives.ReadUInt16LittleEndian(block[4..]));
        var packed = BlockBytes.Read16(block[6..]);
        var middle = Vector128.Create((sbyte)16);
        Lanes16.Scale((BlockBytes.Low(packed) | low).AsSByte() - middle, scale, destination);
        Lanes16.Scale((BlockBytes.High(packed) | high).AsSByte() - middle, scale, destination[16..]);
    }
}
