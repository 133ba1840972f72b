using System.Buffers;

namespace KServe.Kernels.Images;

/// <summary>Resizes images of four bytes a pixel.</summary>
/// <remarks>
/// First every row, then every column, with 8 bits between the two, as Pillow does. Only the rows and columns that the
/// window needs are computed. Stateless and safe for concurrent use.
/// </remarks>
public static class ImageResizer
{
    /// <summary>The bytes of a pixel: three channels and one that is carried along.</summary>
    public const int PixelSize = 4;

    /// <summary>Computes a part of a resized image.</summary>
    /// <param name="source">The image, row by row.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="destination">Takes the pixels of the window, row by row.</param>
    /// <param name="window">The part that is wanted.</param>
    /// <param name="filter">How pixels between pixels are found.</param>
    /// <param name="antialias">
    /// Whether shrinking takes all pixels into account, as Pillow does; otherwise only those next to the wanted point,
    /// as PyTorch's <c>interpolate</c> does by default.
    /// </param>
    /// <exception cref="ArgumentException">A span is too short, or the window lies outside.</exception>
    public static void Resize(
        ReadOnlySpan<byte> source,
        int width,
        int height,
        Span<byte> destination,
        ImageWindow window,
        ResizeFilter filter,
        bool antialias)
    {
        window.Validate(nameof(window));
        Require(source.Length, width, height, nameof(source));
        Require(destination.Length, window.Width, window.Height, nameof(destination));
        var across = ResizeWeights.Create(
            width, window.ResizedWidth, window.Left, window.Width, filter, antialias);
        var down = ResizeWeights.Create(
            height, window.ResizedHeight, window.Top, window.Height, filter, antialias);
        var firstRow = down.Starts[0];
        var rows = down.Starts[^1] + down.Taps - firstRow;
        var rowLength = window.Width * PixelSize;
        var middle = ArrayPool<byte>.Shared.Rent(checked(rows * rowLength));
        try
        {
            var narrow = middle.AsSpan(0, rows * rowLength);
            for (var y = 0; y < rows; y++)
            {
                ResizeKernels.Row(
                    source.Slice((firstRow + y) * width * PixelSize, width * PixelSize),
                    narrow.Slice(y * rowLength, rowLength),
                    across);
            }

            for (var y = 0; y < window.Height; y++)
            {
                ResizeKernels.Column(
                    narrow[((down.Starts[y] - firstRow) * rowLength)..],
                    destination.Slice(y * rowLength, rowLength),
                    down[y]);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(middle);
        }
    }

    private static void Require(int length, int width, int height, string name)
    {
        if (width < 1 || height < 1 || length < (long)width * height * PixelSize)
        {
            throw new ArgumentException($"{width} by {height} pixels do not lie in {length} bytes.", name);
        }
    }
}
