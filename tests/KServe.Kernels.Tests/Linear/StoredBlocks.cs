using System.Buffers.Binary;
using KServe.Kernels.Linear;

namespace KServe.Kernels.Tests.Linear;

/// <summary>Random blocks of the quantized formats, and what they stand for by the definitions of GGUF.</summary>
internal static class StoredBlocks
{
    public static StoredRows Random(Random random, int rows, int columns, WeightFormat format)
    {
        var (size, blockBytes) = format switch
        {
            WeightFormat.Q8_0 => (32, 34),
            WeightFormat.Q4_0 => (32, 18),
            WeightFormat.Q4_1 => (32, 20),
            WeightFormat.Q4_K => (256, 144),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
        var blocks = rows * columns / size;
        var bytes = new byte[blocks * blockBytes];
        var numbers = new float[rows * columns];
        random.NextBytes(bytes);
        for (var block = 0; block < blocks; block++)
        {
            var stored = bytes.AsSpan(block * blockBytes, blockBytes);
            SetHalf(stored, 0, (random.NextDouble() * 0.1) - 0.05);
            if (format is WeightFormat.Q4_1 or WeightFormat.Q4_K)
            {
                SetHalf(stored, 2, (random.NextDouble() * 0.5) - 0.25);
            }

            Decode(stored, numbers.AsSpan(block * size, size), format);
        }

        return new StoredRows(rows, columns, format, bytes, numbers);
    }

    private static void Decode(ReadOnlySpan<byte> block, Span<float> numbers, WeightFormat format)
    {
        var scale = GetHalf(block, 0);
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = format switch
            {
                WeightFormat.Q8_0 => scale * (sbyte)block[2 + i],
                WeightFormat.Q4_0 => scale * (Nibble(block[2..], i) - 8),
                WeightFormat.Q4_1 => (scale * Nibble(block[4..], i)) + GetHalf(block, 2),
                _ => DecodeK(block, i),
            };
        }
    }

    private static float DecodeK(ReadOnlySpan<byte> block, int i)
    {
        var scales = block.Slice(4, 12);
        var sub = i / 32;
        var (scale, minimum) = sub < 4
            ? (scales[sub] & 63, scales[sub + 4] & 63)
            : ((scales[sub + 4] & 15) | (scales[sub - 4] >> 6 << 4), (scales[sub + 4] >> 4) | (scales[sub] >> 6 << 4));
        var packed = block[16 + (sub / 2 * 32) + (i % 32)];
        var nibble = sub % 2 == 0 ? packed & 15 : packed >> 4;
        return (GetHalf(block, 0) * scale * nibble) - (GetHalf(block, 2) * minimum);
    }

    private static int Nibble(ReadOnlySpan<byte> packed, int i) => i < 16 ? packed[i] & 15 : packed[i - 16] >> 4;

    private static float GetHalf(ReadOnlySpan<byte> block, int at) =>
        (float)BinaryPrimitives.ReadHalfLittleEndian(block[at..]);

    private static void SetHalf(Span<byte> block, int at, double value) =>
        BinaryPrimitives.WriteHalfLittleEndian(block[at..], (Half)value);
}
