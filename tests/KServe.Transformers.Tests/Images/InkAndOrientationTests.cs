using KServe.Transformers.Images;

namespace KServe.Transformers.Tests.Images;

/// <summary>JPEGs of four inks, and those that were taken with the camera turned.</summary>
/// <remarks>The expected colours were computed with the integer arithmetic of Pillow's Convert.c by hand.</remarks>
public sealed class InkAndOrientationTests
{
    // Six grays in two rows of three blocks.
    private static readonly byte[][] Blocks = [[10], [60], [110], [160], [210], [255]];

    [Theory]
    [InlineData(255, 255, 255, 255, 255, 255, 255)]
    [InlineData(255, 255, 255, 0, 0, 0, 0)]
    [InlineData(0, 0, 0, 255, 0, 0, 0)]
    [InlineData(0, 255, 255, 255, 0, 255, 255)]
    [InlineData(200, 100, 50, 128, 100, 50, 25)]
    public void Decode_Cmyk_TheColoursOfPillow(byte c, byte m, byte y, byte k, byte red, byte green, byte blue)
    {
        byte[] inks = [c, m, y, k];
        Assert.Equal([red, green, blue, 255], GetPixel(FlatJpeg.Write(1, [inks], FlatJpeg.Adobe(0)), 0, 0));
        Assert.Equal([red, green, blue, 255], GetPixel(FlatJpeg.Write(1, [inks]), 0, 0));
    }

    [Theory]
    [InlineData(150, 128, 128, 200, 82, 82, 82)]
    [InlineData(0, 128, 128, 255, 255, 255, 255)]
    [InlineData(76, 85, 255, 255, 1, 255, 255)]
    public void Decode_Ycck_TheColoursOfPillow(byte y, byte cb, byte cr, byte k, byte red, byte green, byte blue) =>
        Assert.Equal(
            [red, green, blue, 255],
            GetPixel(FlatJpeg.Write(1, [[y, cb, cr, k]], FlatJpeg.Adobe(2)), 7, 7));

    [Theory]
    [InlineData(1, "10 60 110 / 160 210 255")]
    [InlineData(2, "110 60 10 / 255 210 160")]
    [InlineData(3, "255 210 160 / 110 60 10")]
    [InlineData(4, "160 210 255 / 10 60 110")]
    [InlineData(5, "10 160 / 60 210 / 110 255")]
    [InlineData(6, "160 10 / 210 60 / 255 110")]
    [InlineData(7, "255 110 / 210 60 / 160 10")]
    [InlineData(8, "110 255 / 60 210 / 10 160")]
    public void Apply_EveryOrientation_AsExifTransposeOfPillow(int orientation, string expected)
    {
        foreach (var isLittleEndian in (bool[])[true, false])
        {
            var pool = new TensorPool();
            var file = FlatJpeg.Write(3, Blocks, FlatJpeg.Exif((ushort)orientation, isLittleEndian));
            using (var image = Decode(file, pool))
            {
                Assert.Equal(orientation, image.Orientation);
                using var upright = ImageOrientation.Apply(image, pool, TestContext.Current.CancellationToken);
                Assert.Equal(expected, Describe(upright));
            }

            Assert.Equal(0, pool.RentedCount);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Decode_OrientationThatIsNone_IsUpright(int orientation) => Assert.Equal(
        ImageOrientation.Upright,
        GetOrientation(FlatJpeg.Write(3, Blocks, FlatJpeg.Exif((ushort)orientation, isLittleEndian: true))));

    [Fact]
    public void Read_BrokenExif_SaysNothing()
    {
        var random = new Random(1);
        var whole = FlatJpeg.Exif(6, isLittleEndian: false).AsSpan(10).ToArray();
        Assert.Equal(6, ExifOrientation.Read(whole));
        for (var round = 0; round < 2000; round++)
        {
            var broken = whole.ToArray();
            broken[random.Next(broken.Length)] = (byte)random.Next(256);
            Assert.InRange(ExifOrientation.Read(broken.AsSpan(0, random.Next(broken.Length + 1))), 1, 8);
        }
    }

    private static byte[] GetPixel(byte[] file, int x, int y)
    {
        using var image = Decode(file, new TensorPool());
        return image.Row(y).Slice(4 * x, 4).ToArray();
    }

    private static int GetOrientation(byte[] file)
    {
        using var image = Decode(file, new TensorPool());
        return image.Orientation;
    }

    // The first pixel of each block, row by row.
    private static string Describe(PixelImage image) => string.Join(
        " / ",
        Enumerable.Range(0, image.Height / 8).Select(y => string.Join(
            ' ', Enumerable.Range(0, image.Width / 8).Select(x => image.Row(8 * y)[32 * x]))));

    private static PixelImage Decode(byte[] file, TensorPool pool) => ImageDecoder.Decode(
        file, new ImageLimits(100, 10_000), pool, TestContext.Current.CancellationToken);
}
