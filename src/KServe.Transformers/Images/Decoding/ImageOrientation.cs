using System.Runtime.InteropServices;

namespace KServe.Transformers.Images;

/// <summary>Turns and mirrors images as Exif's orientation asks, like <c>ImageOps.exif_transpose</c> of
/// Pillow.</summary>
internal static class ImageOrientation
{
    public const int Upright = 1;

    // From here on the sides change places.
    private const int FirstTransposed = 5;

    /// <summary>Creates the upright image.</summary>
    public static PixelImage Apply(PixelImage image, TensorPool pool, CancellationToken cancellationToken)
    {
        var orientation = image.Orientation;
        var (width, height) = (image.Width, image.Height);
        var upright = orientation < FirstTransposed
            ? new PixelImage(pool, width, height)
            : new PixelImage(pool, height, width);
        try
        {
            var source = MemoryMarshal.Cast<byte, uint>(image.Pixels);
            for (var y = 0; y < upright.Height; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var row = MemoryMarshal.Cast<byte, uint>(upright.Row(y));
                var (start, step) = GetWalk(orientation, y, width, height);
                for (var x = 0; x < row.Length; x++)
                {
                    row[x] = source[start + (x * step)];
                }
            }

            return upright;
        }
        catch
        {
            upright.Dispose();
            throw;
        }
    }

    /// <summary>Gets where the first pixel of a row of the result lies, and how far the next.</summary>
    private static (int Start, int Step) GetWalk(int orientation, int y, int width, int height) => orientation switch
    {
        2 => ((y * width) + width - 1, -1),
        3 => (((height - 1 - y) * width) + width - 1, -1),
        4 => ((height - 1 - y) * width, 1),
        5 => (y, width),
        6 => (((height - 1) * width) + y, -width),
        7 => (((height - 1) * width) + width - 1 - y, -width),
        8 => (width - 1 - y, width),
        _ => (y * width, 1),
    };
}
