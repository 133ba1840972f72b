using System.Buffers.Binary;
using KServe.Kernels.Linear;

namespace KServe.Kernels.Tests.Quantization;

/// <summary>Decodes one number of a block at a time, straight from the description of the layouts.</summary>
internal static class ReferenceDecoder
{
    public static float Decode(WeightFormat format, ReadOnlySpan<byte> block, int i) => format switch
    {
        WeightFormat.F32 => BinaryPrimitives.ReadSingleLittleEndian(block),
        WeightFormat.F16 => Half(block, 0),
        WeightFormat.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(block) << 16),
        WeightFormat.Q8_0 => Half(block, 0) * (sbyte)block[2 + i],
        WeightFormat.Q4_0 => Half(block, 0) * (Nibble(block[2..], i) - 8),
        WeightFormat.Q4_1 => Add(Half(block, 0) * Nibble(block[4..], i), Half(block, 2)),
        WeightFormat.Q5_0 => Half(block, 0) * (Nibble(block[6..], i) + (16 * Bit(block[2..], i)) - 16),
        WeightFormat.Q5_1 => Add(Half(block, 0) * (Nibble(block[8..], i) + (16 * Bit(block[4..], i))), Half(block, 2)),
        WeightFormat.Q4_K => FourOrFive(block, i, KNibble(block[16..], i)),
        WeightFormat.Q5_K => FourOrFive(
            block, i, KNibble(block[48..], i) + (16 * ((block[16 + (i % 32)] >> (i / 32)) & 1))),
        WeightFormat.Q6_K => Six(block, i),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private static float Half(ReadOnlySpan<byte> block, int offset) =>
        (float)BinaryPrimitives.ReadHalfLittleEndian(block[offset..]);

    private static float Add(float a, float b) => a + b;

    private static int Nibble(ReadOnlySpan<byte> packed, int i) =>
        i < 16 ? packed[i] % 16 : packed[i - 16] / 16;

    private static int Bit(ReadOnlySpan<byte> bits, int i) => (bits[i / 8] >> (i % 8)) & 1;

    private static int KNibble(ReadOnlySpan<byte> packed, int i)
    {
        var value = packed[(i / 64 * 32) + (i % 32)];
        return i / 32 % 2 == 0 ? value % 16 : value / 16;
    }

    private static float FourOrFive(ReadOnlySpan<byte> block, int i, int level)
    {
        var sub = i / 32;
        var packed = block.Slice(4, 12);
        var scale = sub < 4 ? packed[sub] % 64 : (packed[sub + 4] % 16) + (packed[sub - 4] / 64 * 16);
        var minimum = sub < 4 ? packed[sub + 4] % 64 : (packed[sub + 4] / 16) + (packed[sub] / 64 * 16);
        var scaled = Half(block, 0) * scale;
        var offset = Half(block, 2) * minimum;
        var product = scaled * level;
        return product - offset;
    }

    private static float Six(ReadOnlySpan<byte> block, int i)
    {
        var half = i / 128;
        var place = i % 128;
        var low = block[(64 * half) + (place % 64)];
        var lower = place < 64 ? low % 16 : low / 16;
        var upper = (block[128 + (32 * half) + (place % 32)] >> (2 * (place / 32))) & 3;
        var scale = Half(block, 208) * (sbyte)block[192 + (i / 16)];
        return scale * (lower + (16 * upper) - 32);
    }
}
