using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace KServe.Kernels.Quantization;

/// <summary>Decodes and encodes binary32, binary16 and bfloat16.</summary>
internal static class FloatCodec
{
    public static void DecodeF32(ReadOnlySpan<byte> source, Span<float> destination) =>
        MemoryMarshal.Cast<byte, float>(source).CopyTo(destination);

    public static void DecodeF16(ReadOnlySpan<byte> source, Span<float> destination) =>
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), destination);

    public static void DecodeBF16(ReadOnlySpan<byte> source, Span<float> destination)
    {
        var words = MemoryMarshal.Cast<byte, ushort>(source);
        var bits = MemoryMarshal.Cast<float, uint>(destination);
        var i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            for (; i <= words.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
            {
                Vector.Widen(new Vector<ushort>(words[i..]), out var low, out var high);
                (low << 16).CopyTo(bits[i..]);
                (high << 16).CopyTo(bits[(i + Vector<uint>.Count)..]);
            }
        }

        for (; i < words.Length; i++)
        {
            bits[i] = (uint)words[i] << 16;
        }
    }

    public static void EncodeF32(ReadOnlySpan<float> source, Span<byte> destination) =>
        MemoryMarshal.AsBytes(source).CopyTo(destination);

    public static void EncodeF16(ReadOnlySpan<float> source, Span<byte> destination) =>
        TensorPrimitives.ConvertToHalf(source, MemoryMarshal.Cast<byte, Half>(destination));

    /// <summary>Rounds to the nearest, ties to even; a NaN stays one.</summary>
    public static void EncodeBF16(ReadOnlySpan<float> source, Span<byte> destination)
    {
        var words = MemoryMarshal.Cast<byte, ushort>(destination);
        for (var i = 0; i < source.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(source[i]);
            words[i] = float.IsNaN(source[i])
                ? (ushort)((bits >> 16) | 0x40)
                : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }
}
