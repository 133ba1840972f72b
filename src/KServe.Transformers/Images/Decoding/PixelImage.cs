using System.Buffers;
using KServe.Kernels.Images;

namespace KServe.Transformers.Images;

/// <summary>A decoded image: four bytes a pixel, red first, row by row.</summary>
internal sealed class PixelImage : IDisposable
{
    private readonly IMemoryOwner<byte> _owner;

    public PixelImage(TensorPool pool, int width, int height)
    {
        Width = width;
        Height = height;
        _owner = pool.Rent(checked(width * height * ImageResizer.PixelSize));
    }

    /// <summary>Gets or sets how the camera was held, as Exif counts it; see <see cref="ImageOrientation"/>.</summary>
    public int Orientation { get; set; } = ImageOrientation.Upright;

    public int Width { get; }

    public int Height { get; }

    public Span<byte> Pixels => _owner.Memory.Span;

    public Span<byte> Row(int y) =>
        Pixels.Slice(y * Width * ImageResizer.PixelSize, Width * ImageResizer.PixelSize);

    public void Dispose() => _owner.Dispose();
}
