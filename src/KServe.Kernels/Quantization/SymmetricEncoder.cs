using System.Buffers.Binary;
using System.Numerics.Tensors;

namespace KServe.Kernels.Quantization;

/// <summary>Encodes blocks of one scale: Q8_0, Q4_0 and Q5_0, as ggml's reference does.</summary>
internal static class SymmetricEncoder
{
    private const int Size = 32;

    /// <summary>Encodes a block whose largest magnitude becomes 127, halves rounded away from zero.</summary>
    public static void EncodeQ8_0(ReadOnlySpan<float> source, Span<byte> block)
    {
        var scale = MathF.Abs(TensorPrimitives.MaxMagnitude(source)) / 127;
        var inverse = scale == 0 ? 0 : 1 / scale;
        BinaryPrimitives.WriteHalfLittleEndian(block, (Half)scale);
        for (var i = 0; i < Size; i++)
        {
            block[2 + i] = (byte)(sbyte)MathF.Round(source[i] * inverse, MidpointRounding.AwayFromZero);
        }
    }

    /// <summary>Encodes a block around 8 whose number of largest magnitude becomes 0.</summary>
    public static void EncodeQ4_0(ReadOnlySpan<float> source, Span<byte> block)
    {
        var inverse = WriteScale(source, block, 8);
        for (var i = 0; i < Size / 2; i++)
        {
            var low = Level(source[i], inverse, 8.5f, 15);
            var high = Level(source[i + (Size / 2)], inverse, 8.5f, 15);
            block[2 + i] = (byte)(low | (high << 4));
        }
    }

    /// <summary>Encodes a block around 16 whose number of largest magnitude becomes 0.</summary>
    public static void EncodeQ5_0(ReadOnlySpan<float> source, Span<byte> block)
    {
        var inverse = WriteScale(source, block, 16);
        var fifth = 0u;
        for (var i = 0; i < Size / 2; i++)
        {
            var low = Level(source[i], inverse, 16.5f, 31);
            var high = Level(source[i + (Size / 2)], inverse, 16.5f, 31);
            fifth |= ((uint)low >> 4 << i) | ((uint)high >> 4 << (i + (Size / 2)));
            block[6 + i] = (byte)((low & 15) | ((high & 15) << 4));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(block[2..], fifth);
    }

    /// <summary>Writes the scale that maps the largest magnitude to minus <paramref name="middle"/>.</summary>
    /// <returns>What to multiply numbers with.</returns>
    private static float WriteScale(ReadOnlySpan<float> source, Span<byte> block, int middle)
    {
        var largest = 0f;
        foreach (var number in source)
        {
            // the first of equal magnitudes decides the sign
            largest = MathF.Abs(number) > MathF.Abs(largest) ? number : largest;
        }

        var scale = largest / -middle;
        BinaryPrimitives.WriteHalfLittleEndian(block, (Half)scale);
        return scale == 0 ? 0 : 1 / scale;
    }

    /// <summary>Rounds to a level; product and sum are rounded each, as llama-quantize does.</summary>
    private static int Level(float number, float inverse, float middle, int largest) =>
        Math.Clamp((int)((number * inverse) + middle), 0, largest);
}
