using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Images;

/// <summary>The two sums of weighted pixels that resizing is made of.</summary>
/// <remarks>
/// Sums are integers and wrap at no weights that <see cref="ResizeWeights"/> makes, so that every register width and
/// the scalar form give the same bytes.
/// </remarks>
internal static class ResizeKernels
{
    private const int Half = 1 << (ResizeWeights.FractionBits - 1);

    /// <summary>Resizes one row: each pixel is a sum over neighbours.</summary>
    /// <remarks>The lanes of a 128-bit register are the channels of a pixel; wider ones take two pixels.</remarks>
    public static void Row(ReadOnlySpan<byte> source, Span<byte> destination, ResizeWeights weights)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(source);
        var result = MemoryMarshal.Cast<byte, uint>(destination);
        var vectorized = Vector128.IsHardwareAccelerated;
        for (var i = 0; i < result.Length; i++)
        {
            var taps = weights[i];
            var near = pixels.Slice(weights.Starts[i], taps.Length);
            result[i] = vectorized ? SumVector(near, taps) : SumScalar(near, taps);
        }
    }

    /// <summary>Resizes one row of columns: each byte is a sum over the bytes below it.</summary>
    public static void Column(ReadOnlySpan<byte> source, Span<byte> destination, ReadOnlySpan<int> weights)
    {
        var length = destination.Length;
        var x = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; x <= length - Vector512<int>.Count; x += Vector512<int>.Count)
            {
                ref var start = ref Unsafe.Add(ref MemoryMarshal.GetReference(source), x);
                var sum = Vector512.Create(Half);
                for (var k = 0; k < weights.Length; k++)
                {
                    sum += Widen512(ref Unsafe.Add(ref start, k * length)) * weights[k];
                }

                Narrow(sum).StoreUnsafe(ref destination[x]);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; x <= length - Vector256<int>.Count; x += Vector256<int>.Count)
            {
                ref var start = ref Unsafe.Add(ref MemoryMarshal.GetReference(source), x);
                var sum = Vector256.Create(Half);
                for (var k = 0; k < weights.Length; k++)
                {
                    sum += Widen256(ref Unsafe.Add(ref start, k * length)) * weights[k];
                }

                Unsafe.WriteUnaligned(ref destination[x], Narrow(sum));
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; x <= length - Vector128<int>.Count; x += Vector128<int>.Count)
            {
                ref var start = ref Unsafe.Add(ref MemoryMarshal.GetReference(source), x);
                var sum = Vector128.Create(Half);
                for (var k = 0; k < weights.Length; k++)
                {
                    sum += Widen128(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, k * length))) * weights[k];
                }

                Unsafe.WriteUnaligned(ref destination[x], Narrow(sum));
            }
        }

        for (; x < length; x++)
        {
            var sum = Half;
            for (var k = 0; k < weights.Length; k++)
            {
                sum += source[x + (k * length)] * weights[k];
            }

            destination[x] = Clamp(sum);
        }
    }

    private static uint SumVector(ReadOnlySpan<uint> pixels, ReadOnlySpan<int> weights)
    {
        var k = 0;
        var sum = Vector128.Create(Half);
        if (Vector256.IsHardwareAccelerated && weights.Length >= 4)
        {
            var pairs = Vector256<int>.Zero;
            for (; k <= weights.Length - 2; k += 2)
            {
                var two = Vector256.Create(Widen128(pixels[k]), Widen128(pixels[k + 1]));
                pairs += two * Vector256.Create(Vector128.Create(weights[k]), Vector128.Create(weights[k + 1]));
            }

            sum += pairs.GetLower() + pairs.GetUpper();
        }

        for (; k < weights.Length; k++)
        {
            sum += Widen128(pixels[k]) * weights[k];
        }

        return Narrow(sum);
    }

    private static uint SumScalar(ReadOnlySpan<uint> pixels, ReadOnlySpan<int> weights)
    {
        var result = 0u;
        for (var channel = 0; channel < 32; channel += 8)
        {
            var sum = Half;
            for (var k = 0; k < weights.Length; k++)
            {
                sum += (int)((pixels[k] >> channel) & 0xFF) * weights[k];
            }

            result |= (uint)Clamp(sum) << channel;
        }

        return result;
    }

    private static byte Clamp(int sum) => (byte)Math.Clamp(sum >> ResizeWeights.FractionBits, 0, 255);

    private static Vector128<int> Widen128(uint pixel) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(pixel).AsByte())).AsInt32();

    private static Vector256<int> Widen256(ref byte first) =>
        Vector256.WidenLower(Vector256.WidenLower(Vector256.CreateScalarUnsafe(
            Unsafe.ReadUnaligned<ulong>(ref first)).AsByte())).AsInt32();

    private static Vector512<int> Widen512(ref byte first) =>
        Vector512.WidenLower(Vector512.WidenLower(Vector128.LoadUnsafe(ref first).ToVector256Unsafe()
            .ToVector512Unsafe())).AsInt32();

    private static uint Narrow(Vector128<int> sum)
    {
        var bytes = Clamp(sum >> ResizeWeights.FractionBits);
        return Vector128.Narrow(Vector128.Narrow(bytes, bytes), default).AsUInt32().ToScalar();
    }

    private static ulong Narrow(Vector256<int> sum)
    {
        var bytes = Vector256.Min(
            Vector256.Max(sum >> ResizeWeights.FractionBits, Vector256<int>.Zero), Vector256.Create(255)).AsUInt32();
        var halves = Vector128.Narrow(bytes.GetLower(), bytes.GetUpper());
        return Vector128.Narrow(halves, halves).AsUInt64().ToScalar();
    }

    private static Vector128<byte> Narrow(Vector512<int> sum)
    {
        var bytes = Vector512.Min(
            Vector512.Max(sum >> ResizeWeights.FractionBits, Vector512<int>.Zero), Vector512.Create(255)).AsUInt32();
        var halves = Vector256.Narrow(bytes.GetLower(), bytes.GetUpper());
        return Vector128.Narrow(halves.GetLower(), halves.GetUpper());
    }

    private static Vector128<uint> Clamp(Vector128<int> values) =>
        Vector128.Min(Vector128.Max(values, Vector128<int>.Zero), Vector128.Create(255)).AsUInt32();
}
