using KServe.Kernels.Images;

namespace KServe.Transformers.Images;

/// <summary>Writes the rows of one pass of a PNG to their places in the image.</summary>
internal sealed class PngPass(PngFile file, PixelImage image, (int X, int Y, int StepX, int StepY) grid)
{
    private readonly PngHeader _header = file.Header;

    /// <summary>Gets the pixels of each row of the pass.</summary>
    public int Width { get; } = Count(image.Width, grid.X, grid.StepX);

    public int Height { get; } = Count(image.Height, grid.Y, grid.StepY);

    public void Write(int row, ReadOnlySpan<byte> samples)
    {
        var pixels = image.Row(grid.Y + (row * grid.StepY));
        for (var i = 0; i < Width; i++)
        {
            var pixel = pixels.Slice((grid.X + (i * grid.StepX)) * ImageResizer.PixelSize, ImageResizer.PixelSize);
            switch (_header.Color)
            {
                case PngColor.Palette:
                    file.GetColor(GetBits(samples, i)).CopyTo(pixel);
                    break;
                case PngColor.Gray when _header.BitDepth < 8:
                    pixel.Fill((byte)(GetBits(samples, i) * (255 / ((1 << _header.BitDepth) - 1))));
                    break;
                case PngColor.Gray or PngColor.GrayAlpha:
                    pixel.Fill(samples[i * _header.FilterDistance]);
                    break;
                default:
                    var start = i * _header.FilterDistance;
                    var size = _header.BitDepth / 8;
                    pixel[0] = samples[start];
                    pixel[1] = samples[start + size];
                    pixel[2] = samples[start + (2 * size)];
                    break;
            }

            pixel[3] = 255;
        }
    }

    private int GetBits(ReadOnlySpan<byte> samples, int index)
    {
        var bit = index * _header.BitDepth;
        return (samples[bit >> 3] >> (8 - _header.BitDepth - (bit & 7))) & ((1 << _header.BitDepth) - 1);
    }

    private static int Count(int size, int start, int step) => size <= start ? 0 : (size - start + step - 1) / step;
}
