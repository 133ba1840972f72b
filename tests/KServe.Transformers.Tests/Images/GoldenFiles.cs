using KServe.Transformers.Images;

namespace KServe.Transformers.Tests.Images;

/// <summary>Finds the images that make_images.py wrote, and what Pillow made of them.</summary>
internal static class GoldenFiles
{
    public static readonly ImageLimits Limits = new(MaxSide: 4096, MaxPixels: 1 << 20);

    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static IEnumerable<string> Find(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern).Select(static path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal);

    public static byte[] Read(string folder, string name) => File.ReadAllBytes(Path.Combine(Root, folder, name));

    /// <summary>Decodes a file, and gives the pixels without their fourth byte.</summary>
    public static byte[] Decode(ReadOnlyMemory<byte> data, TensorPool? pool = null)
    {
        using var image = ImageDecoder.Decode(data, Limits, pool ?? new TensorPool(), default);
        return ToRgb(image.Pixels);
    }

    public static byte[] ToRgb(ReadOnlySpan<byte> pixels)
    {
        var rgb = new byte[pixels.Length / 4 * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            if (i % 4 < 3)
            {
                rgb[(i / 4 * 3) + (i % 4)] = pixels[i];
            }
        }

        return rgb;
    }

    public static byte[] FromRgb(ReadOnlySpan<byte> rgb)
    {
        var pixels = new byte[rgb.Length / 3 * 4];
        for (var i = 0; i < rgb.Length; i++)
        {
            pixels[(i / 3 * 4) + (i % 3)] = rgb[i];
        }

        return pixels;
    }

    public static int GetLargestDifference(byte[] expected, byte[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual, static (a, b) => Math.Abs(a - b)).Max();
    }
}
