using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Quantization;

/// <summary>Q5_1: as Q4_1, with a word that holds the fifth bit of each number.</summary>
internal readonly struct Q5_1Decoder : IBlockDecoder
{
    public static int Size => 32;

    public static int Bytes => 24;

    public static void Decode(ReadOnlySpan<byte> block, Span<float> destination)
    {
        var scale = BlockBytes.ReadHalf(block);
        var minimum = BlockBytes.ReadHalf(block[2..]);
        var low = Lanes16.FifthBits(BinaryPrimitives.ReadUInt16LittleEndian(block[4..]));
        var high = Lanes16.FifthBits(BinaryPrimitives.ReadUInt16LittleEndian(block[6..]));
        var packed = BlockBytes.Read16(block[8..]);
        Lanes16.ScaleAndAdd((BlockBytes.Low(packed) | low).AsSByte(), scale, minimum, destination);
        Lanes16.ScaleAndAdd((BlockBytes.High(packed) | high).AsSByte(), scale, minimum, destination[16..]);
    }
}
