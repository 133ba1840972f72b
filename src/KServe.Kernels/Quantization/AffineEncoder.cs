using System.Buffers.Binary;
using System.Numerics.Tensors;

namespace KServe.Kernels.Quantization;

/// <summary>Encodes blocks of a scale and a minimum, Q4_1 and Q5_1, as ggml's reference does.</summary>
internal static class AffineEncoder
{
    private const int Size = 32;

    /// <summary>Encodes a block whose least number becomes 0 and whose largest 15.</summary>
    public static void EncodeQ4_1(ReadOnlySpan<float> source, Span<byte> block)
    {
        var (inverse, minimum) = WriteScale(source, block, 15);
        for (var i = 0; i < Size / 2; i++)
        {
            var low = Level(source[i], inverse, minimum, 15);
            var high = Level(source[i + (Size / 2)], inverse, minimum, 15);
            block[4 + i] = (byte)(low | (high << 4));
        }
    }

    /// <summary>Encodes a block whose least number becomes 0 and whose largest 31.</summary>
    public static void EncodeQ5_1(ReadOnlySpan<float> source, Span<byte> block)
    {
        var (inverse, minimum) = WriteScale(source, block, 31);
        var fifth = 0u;
        for (var i = 0; i < Size / 2; i++)
        {
            var low = Level(source[i], inverse, minimum, 31);
            var high = Level(source[i + (Size / 2)], inverse, minimum, 31);
            fifth |= ((uint)low >> 4 << i) | ((uint)high >> 4 << (i + (Size / 2)));
            block[8 + i] = (byte)((low & 15) | ((high & 15) << 4));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(block[4..], fifth);
    }

    private static (float Inverse, float Minimum) WriteScale(ReadOnlySpan<float> source, Span<byte> block, int levels)
    {
        var minimum = TensorPrimitives.Min(source);
        var scale = (TensorPrimitives.Max(source) - minimum) / levels;
        BinaryPrimitives.WriteHalfLittleEndian(block, (Half)scale);
        BinaryPrimitives.WriteHalfLittleEndian(block[2..], (Half)minimum);
        return (scale == 0 ? 0 : 1 / scale, minimum);
    }

    private static int Level(float number, float inverse, float minimum, int largest) =>
        Math.Clamp((int)(((number - minimum) * inverse) + 0.5f), 0, largest);
}
