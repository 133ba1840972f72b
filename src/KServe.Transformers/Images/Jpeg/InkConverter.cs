using KServe.Kernels.Images;

namespace KServe.Transformers.Images;

/// <summary>Turns inks into pixels with the arithmetic of Pillow, without a colour profile.</summary>
/// <remarks>
/// Every program that writes such files stores 255 less the ink, as Adobe's do. YCCK is decoded to RGB first, which is
/// then the three inks: what libjpeg makes of it, 255 less that, is what a file without differences would store.
/// </remarks>
internal static class InkConverter
{
    /// <summary>Replaces the inks of pixels by their colours.</summary>
    /// <param name="inks">Pixels of four bytes whose first three are cyan, magenta and yellow ink.</param>
    /// <param name="left">What black leaves over, for each pixel.</param>
    public static void ToColors(Span<byte> inks, ReadOnlySpan<byte> left)
    {
        for (var x = 0; x < left.Length; x++)
        {
            var pixel = inks.Slice(x * ImageResizer.PixelSize, ImageResizer.PixelSize);
            for (var c = 0; c < 3; c++)
            {
                pixel[c] = (byte)(left[x] - MultiplyBy255ths(pixel[c], left[x]));
            }

            pixel[3] = 255;
        }
    }

    /// <summary>Writes the inks of three rows that hold what they leave over.</summary>
    public static void Invert(
        ReadOnlySpan<byte> cyan, ReadOnlySpan<byte> magenta, ReadOnlySpan<byte> yellow, Span<byte> inks)
    {
        for (var x = 0; x < cyan.Length; x++)
        {
            var pixel = inks.Slice(x * ImageResizer.PixelSize, ImageResizer.PixelSize);
            pixel[0] = (byte)(255 - cyan[x]);
            pixel[1] = (byte)(255 - magenta[x]);
            pixel[2] = (byte)(255 - yellow[x]);
        }
    }

    // a * b / 255, rounded, without a division.
    private static int MultiplyBy255ths(int a, int b)
    {
        var product = (a * b) + 128;
        return ((product >> 8) + product) >> 8;
    }
}
