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
        for (var i = 0; i < y.Length; i++)
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

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
