using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Images;

/// <summary>Converts between the colours of files and pixels of four bytes.</summary>
/// <remarks>Stateless and safe for concurrent use.</remarks>
public static class ColorConverter
{
    private const int FractionBits = 16;
    private const int Half = 1 << (FractionBits - 1);

    /// <summary>Turns rows of luminance and colour differences into pixels.</summary>
    /// <remarks>The arithmetic of JFIF in 16 fraction bits, rounded as libjpeg does.</remarks>
    /// <param name="y">The luminance of each pixel.</param>
    /// <param name="cb">The blue difference of each pixel.</param>
    /// <param name="cr">The red difference of each pixel.</param>
    /// <param name="pixels">Takes four bytes for each pixel: red, green, blue, 255.</param>
    /// <exception cref="ArgumentException">The spans differ in their length.</exception>
    public static void YCbCrToPixels(
        ReadOnlySpan<byte> y,
        ReadOnlySpan<byte> cb,
        ReadOnlySpan<byte> cr,
        Span<byte> pixels)
    {
        Spans.RequireSame(cb.Length, y.Length);
        Spans.RequireSame(cr.Length, y.Length);
        Spans.RequireLength(pixels.Length, (long)y.Length * ImageResizer.PixelSize);
        for (var i = ConvertVectors(y, cb, cr, pixels); i < y.Length; i++)
        {
            var (blue, red) = (cb[i] - 128, cr[i] - 128);
            var target = pixels.Slice(i * ImageResizer.PixelSize, ImageResizer.PixelSize);
            target[0] = Clamp(y[i] + (((91881 * red) + Half) >> FractionBits));
            target[1] = Clamp(y[i] + (((-22554 * blue) - (46802 * red) + Half) >> FractionBits));
            target[2] = Clamp(y[i] + (((116130 * blue) + Half) >> FractionBits));
            target[3] = 255;
        }
    }

    /// <summary>Replaces the colours of pixels by their luminance after ITU-R 601-2.</summary>
    /// <param name="pixels">Pixels of four bytes.</param>
    public static void ToGray(Span<byte> pixels)
    {
        for (var i = 0; i <= pixels.Length - ImageResizer.PixelSize; i += ImageResizer.PixelSize)
        {
            var pixel = pixels.Slice(i, ImageResizer.PixelSize);
            var gray = (byte)(((pixel[0] * 19595) + (pixel[1] * 38470) + (pixel[2] * 7471) + Half) >> FractionBits);
            pixel[..3].Fill(gray);
        }
    }

    /// <summary>Converts eight or four pixels at once.</summary>
    /// <returns>The pixels done.</returns>
    private static int ConvertVectors(
        ReadOnlySpan<byte> y,
        ReadOnlySpan<byte> cb,
        ReadOnlySpan<byte> cr,
        Span<byte> pixels)
    {
        var target = MemoryMarshal.Cast<byte, uint>(pixels);
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= y.Length - Vector256<int>.Count; i += Vector256<int>.Count)
            {
                var light = Widen256(y[i..]);
                var blue = Widen256(cb[i..]) - Vector256.Create(128);
                var red = Widen256(cr[i..]) - Vector256.Create(128);
                var pixel = Clamp(light + (((red * 91881) + Vector256.Create(Half)) >> FractionBits))
                    | (Clamp(light + (((blue * -22554) - (red * 46802) + Vector256.Create(Half)) >> FractionBits)) << 8)
                    | (Clamp(light + (((blue * 116130) + Vector256.Create(Half)) >> FractionBits)) << 16)
                    | Vector256.Create(255 << 24);
                pixel.AsUInt32().CopyTo(target[i..]);
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= y.Length - Vector128<int>.Count; i += Vector128<int>.Count)
            {
                var light = Widen128(y[i..]);
                var blue = Widen128(cb[i..]) - Vector128.Create(128);
                var red = Widen128(cr[i..]) - Vector128.Create(128);
                var pixel = Clamp(light + (((red * 91881) + Vector128.Create(Half)) >> FractionBits))
                    | (Clamp(light + (((blue * -22554) - (red * 46802) + Vector128.Create(Half)) >> FractionBits)) << 8)
                    | (Clamp(light + (((blue * 116130) + Vector128.Create(Half)) >> FractionBits)) << 16)
                    | Vector128.Create(255 << 24);
                pixel.AsUInt32().CopyTo(target[i..]);
            }
        }

        return i;
    }

    private static Vector256<int> Widen256(ReadOnlySpan<byte> samples) =>
        Vector256.WidenLower(Vector256.WidenLower(Vector256.CreateScalarUnsafe(
            MemoryMarshal.Read<ulong>(samples)).AsByte())).AsInt32();

    private static Vector128<int> Widen128(ReadOnlySpan<byte> samples) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(
            MemoryMarshal.Read<uint>(samples)).AsByte())).AsInt32();

    private static Vector256<int> Clamp(Vector256<int> values) =>
        Vector256.Min(Vector256.Max(values, Vector256<int>.Zero), Vector256.Create(255));

    private static Vector128<int> Clamp(Vector128<int> values) =>
        Vector128.Min(Vector128.Max(values, Vector128<int>.Zero), Vector128.Create(255));

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
