using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KServe.Transformers.Images;

/// <summary>The first chunk of a PNG: its size and how a pixel is stored.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColor Color, bool IsInterlaced)
{
    public const int Length = 13;

    /// <summary>Gets the samples of a pixel.</summary>
    public int Channels => Color switch
    {
        PngColor.Rgb => 3,
        PngColor.GrayAlpha => 2,
        PngColor.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>Gets how far the filters look back, in bytes.</summary>
    public int FilterDistance => Math.Max(1, Channels * BitDepth / 8);

    /// <exception cref="InferenceException">The header says what PNG does not have.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> data)
    {
        if (data.Length != Length)
        {
            throw ImageError.Create("the PNG's header is malformed");
        }

        var width = BinaryPrimitives.ReadUInt32BigEndian(data);
        var height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        var (depth, color) = (data[8], (PngColor)data[9]);
        var depths = color switch
        {
            PngColor.Gray => (ReadOnlySpan<byte>)[1, 2, 4, 8, 16],
            PngColor.Palette => [1, 2, 4, 8],
            PngColor.Rgb or PngColor.GrayAlpha or PngColor.RgbAlpha => [8, 16],
            _ => [],
        };
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue
            || !depths.Contains(depth) || data[10] != 0 || data[11] != 0 || data[12] > 1)
        {
            throw ImageError.Create("the PNG's header is malformed");
        }

        return new PngHeader((int)width, (int)height, depth, color, data[12] == 1);
    }

    /// <summary>Gets the bytes of a row of pixels, without its filter.</summary>
    public int GetRowLength(int width) => checked((int)((((long)width * Channels * BitDepth) + 7) / 8));
}
