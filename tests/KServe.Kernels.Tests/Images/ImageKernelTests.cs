using KServe.Kernels.Images;
using KServe.Tests;

namespace KServe.Kernels.Tests.Images;

/// <summary>Compares the vector code with plain loops, at every register width.</summary>
[Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
public sealed class ImageKernelTests
{
    public static TheoryData<int, int, int, int, ResizeFilter, bool> Sizes => new()
    {
        { 17, 13, 7, 5, ResizeFilter.Bilinear, true },
        { 64, 48, 33, 100, ResizeFilter.Bicubic, true },
        { 5, 9, 31, 2, ResizeFilter.Bicubic, false },
        { 3, 3, 40, 40, ResizeFilter.Bilinear, false },
        { 1, 1, 9, 9, ResizeFilter.Bicubic, true },
        { 2, 200, 3, 1, ResizeFilter.Bilinear, true },
        { 41, 23, 19, 50, ResizeFilter.Nearest, true },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Resize_AnySize_IsTheSumOfWeightedPixels(
        int width, int height, int newWidth, int newHeight, ResizeFilter filter, bool antialias)
    {
        var source = RandomBytes(width * height * 4, seed: width);
        var expected = ResizePlain(source, width, height, newWidth, newHeight, filter, antialias);
        var actual = new byte[newWidth * newHeight * 4];
        ImageResizer.Resize(
            source, width, height, actual, new(newWidth, newHeight, 0, 0, newWidth, newHeight), filter, antialias);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Resize_Window_IsThatPartOfTheWhole(
        int width, int height, int newWidth, int newHeight, ResizeFilter filter, bool antialias)
    {
        var source = RandomBytes(width * height * 4, seed: 3);
        var whole = new byte[newWidth * newHeight * 4];
        ImageResizer.Resize(
            source, width, height, whole, new(newWidth, newHeight, 0, 0, newWidth, newHeight), filter, antialias);
        var (left, top) = (newWidth / 3, newHeight / 2);
        var (partWidth, partHeight) = (Math.Max(1, newWidth / 2), Math.Max(1, newHeight / 3));
        var part = new byte[partWidth * partHeight * 4];
        ImageResizer.Resize(
            source, width, height, part, new(newWidth, newHeight, left, top, partWidth, partHeight), filter, antialias);
        for (var y = 0; y < partHeight; y++)
        {
            Assert.Equal(
                whole.AsSpan((((top + y) * newWidth) + left) * 4, partWidth * 4),
                part.AsSpan(y * partWidth * 4, partWidth * 4));
        }
    }

    [Theory]
    [InlineData(ResizeFilter.Nearest)]
    [InlineData(ResizeFilter.Bilinear)]
    [InlineData(ResizeFilter.Bicubic)]
    public void Resize_SameSize_ChangesNothing(ResizeFilter filter)
    {
        var source = RandomBytes(19 * 7 * 4, seed: 1);
        foreach (var antialias in (bool[])[true, false])
        {
            var actual = new byte[source.Length];
            ImageResizer.Resize(source, 19, 7, actual, new(19, 7, 0, 0, 19, 7), filter, antialias);
            Assert.Equal(source, actual);
        }
    }

    [Theory]
    [InlineData(0, 1, 0, 0, 1, 1)]
    [InlineData(4, 4, -1, 0, 1, 1)]
    [InlineData(4, 4, 0, 2, 1, 3)]
    [InlineData(4, 4, int.MaxValue, 0, 2, 1)]
    public void Resize_WindowOutside_Throws(int width, int height, int left, int top, int partWidth, int partHeight) =>
        Assert.Throws<ArgumentException>(() => ImageResizer.Resize(
            new byte[16], 2, 2, new byte[64], new(width, height, left, top, partWidth, partHeight),
            ResizeFilter.Bilinear, antialias: true));

    [Fact]
    public void Resize_ShortSpans_Throw()
    {
        Assert.Throws<ArgumentException>("source", () => ImageResizer.Resize(
            new byte[15], 2, 2, new byte[16], new(2, 2, 0, 0, 2, 2), ResizeFilter.Bilinear, antialias: true));
        Assert.Throws<ArgumentException>("destination", () => ImageResizer.Resize(
            new byte[16], 2, 2, new byte[15], new(2, 2, 0, 0, 2, 2), ResizeFilter.Bilinear, antialias: true));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(64)]
    [InlineData(1001)]
    public void Write_AnyCount_IsByteTimesFactorPlusOffset(int count)
    {
        var pixels = RandomBytes(count * 4, seed: count);
        ChannelScale[] scales = [new(0.017f, -2.1f), new(1, 0), new(-0.3f, 0.1f)];
        int[] order = [2, 0, 1];
        var interleaved = new float[count * 3];
        PixelConverter.WriteInterleaved(pixels, order, scales, interleaved);
        for (var k = 0; k < 3; k++)
        {
            var plane = new float[count];
            PixelConverter.WritePlane(pixels, order[k], scales[k], plane);
            for (var i = 0; i < count; i++)
            {
                var product = pixels[(4 * i) + order[k]] * scales[k].Factor;
                Assert.Equal(product + scales[k].Offset, plane[i]);
                Assert.Equal(plane[i], interleaved[(3 * i) + k]);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WriteBytes_Layouts_HaveTheChannelsInOrder(bool channelsFirst)
    {
        byte[] pixels = [1, 2, 3, 255, 4, 5, 6, 255];
        var actual = new byte[6];
        PixelConverter.WriteBytes(pixels, [2, 1, 0], channelsFirst, actual);
        Assert.Equal(channelsFirst ? [3, 6, 2, 5, 1, 4] : [3, 2, 1, 6, 5, 4], actual);
    }

    [Fact]
    public void WritePlane_ShortDestination_Throws() =>
        Assert.Throws<ArgumentException>(() => PixelConverter.WritePlane(new byte[8], 0, default, new float[1]));

    [Fact]
    public void InverseDct_RandomBlocks_AreTheCosineSumWithinOneLevel()
    {
        var random = new Random(5);
        var coefficients = new short[64];
        var steps = new ushort[64];
        var samples = new byte[7 * 11 + 8];
        for (var round = 0; round < 200; round++)
        {
            Array.Clear(coefficients);
            for (var i = 0; i < 64; i++)
            {
                steps[i] = (ushort)random.Next(1, 20);
                coefficients[i] = (short)(random.Next(4) == 0 ? random.Next(-12, 12) : 0);
            }

            InverseDct.Transform(coefficients, steps, samples, stride: 11);
            for (var i = 0; i < 64; i++)
            {
                var expected = Math.Clamp(SumCosines(coefficients, steps, i % 8, i / 8) + 128, 0, 255);
                Assert.InRange(samples[((i / 8) * 11) + (i % 8)], expected - 1, expected + 1);
            }
        }
    }

    [Fact]
    public void InverseDct_WildCoefficients_StayBytes()
    {
        var coefficients = Enumerable.Repeat(short.MinValue, 64).ToArray();
        var steps = Enumerable.Repeat(ushort.MaxValue, 64).ToArray();
        InverseDct.Transform(coefficients, steps, new byte[64], stride: 8);
        Assert.Throws<ArgumentException>(() => InverseDct.Transform(coefficients, steps, new byte[63], stride: 8));
    }

    [Fact]
    public void Colors_YCbCr_AreThoseOfJfif()
    {
        var random = new Random(6);
        var planes = new byte[3][];
        for (var i = 0; i < 3; i++)
        {
            planes[i] = new byte[999];
            random.NextBytes(planes[i]);
        }

        var pixels = new byte[999 * 4];
        ColorConverter.YCbCrToPixels(planes[0], planes[1], planes[2], pixels);
        for (var i = 0; i < 999; i++)
        {
            var (y, cb, cr) = (planes[0][i], planes[1][i] - 128.0, planes[2][i] - 128.0);
            Assert.InRange(pixels[4 * i], Limit(y + (1.402 * cr) - 0.6), Limit(y + (1.402 * cr) + 0.6));
            var green = y - (0.344136 * cb) - (0.714136 * cr);
            Assert.InRange(pixels[(4 * i) + 1], Limit(green - 0.6), Limit(green + 0.6));
            Assert.InRange(pixels[(4 * i) + 2], Limit(y + (1.772 * cb) - 0.6), Limit(y + (1.772 * cb) + 0.6));
            Assert.Equal(255, pixels[(4 * i) + 3]);
        }

        var alone = new byte[4];
        for (var i = 0; i < 999; i++)
        {
            ColorConverter.YCbCrToPixels(
                planes[0].AsSpan(i, 1), planes[1].AsSpan(i, 1), planes[2].AsSpan(i, 1), alone);
            Assert.Equal(alone, pixels.AsSpan(4 * i, 4));
        }

        ColorConverter.ToGray(pixels);
        Assert.Equal(pixels[0], pixels[2]);
    }

    private static double Limit(double value) => Math.Clamp(value, 0, 255);

    private static double SumCosines(short[] coefficients, ushort[] steps, int x, int y)
    {
        var sum = 0.0;
        for (var i = 0; i < 64; i++)
        {
            var (u, v) = (i % 8, i / 8);
            sum += coefficients[i] * steps[i] * (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1)
                * Math.Cos(((2 * x) + 1) * u * Math.PI / 16) * Math.Cos(((2 * y) + 1) * v * Math.PI / 16) / 4;
        }

        return sum;
    }

    private static byte[] ResizePlain(
        byte[] source, int width, int height, int newWidth, int newHeight, ResizeFilter filter, bool antialias)
    {
        var across = ResizeWeights.Create(width, newWidth, 0, newWidth, filter, antialias);
        var down = ResizeWeights.Create(height, newHeight, 0, newHeight, filter, antialias);
        var middle = new byte[newWidth * height * 4];
        for (var i = 0; i < middle.Length; i++)
        {
            var (x, y, channel) = (i / 4 % newWidth, i / 4 / newWidth, i % 4);
            middle[i] = Sum(across, x, k => source[((((y * width) + k) * 4) + channel)]);
        }

        var result = new byte[newWidth * newHeight * 4];
        for (var i = 0; i < result.Length; i++)
        {
            var (x, y, channel) = (i / 4 % newWidth, i / 4 / newWidth, i % 4);
            result[i] = Sum(down, y, k => middle[((((k * newWidth) + x) * 4) + channel)]);
        }

        return result;
    }

    private static byte Sum(ResizeWeights weights, int index, Func<int, byte> get)
    {
        var sum = 1 << (ResizeWeights.FractionBits - 1);
        for (var k = 0; k < weights.Taps; k++)
        {
            sum += weights[index][k] * get(weights.Starts[index] + k);
        }

        return (byte)Math.Clamp(sum >> ResizeWeights.FractionBits, 0, 255);
    }

    private static byte[] RandomBytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
