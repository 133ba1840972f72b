using KServe.Transformers.Images;

namespace KServe.Transformers.Tests.Images;

public sealed class ImageDecoderTests
{
    public static TheoryData<string, string> Files =>
        new(GoldenFiles.Find("jpeg", "*.jpg").Select(static name => ("jpeg", name))
            .Concat(GoldenFiles.Find("png", "*.png").Select(static name => ("png", name))));

    [Theory]
    [MemberData(nameof(Files))]
    public void Decode_GoldenFile_GivesThePixelsOfPillow(string folder, string name)
    {
        var expected = GoldenFiles.Read(folder, Path.ChangeExtension(name, ".rgb"));
        var actual = GoldenFiles.Decode(GoldenFiles.Read(folder, name));
        Assert.Equal(0, GoldenFiles.GetLargestDifference(expected, actual));
    }

    /// <summary>Cuts and changes files everywhere: whatever comes, it is pixels or an error for the client.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Decode_BrokenFile_IsPixelsOrAnErrorAndLeaksNothing(string folder, string name)
    {
        var random = new Random(name.Length);
        var pool = new TensorPool();
        var whole = GoldenFiles.Read(folder, name);
        for (var round = 0; round < 300; round++)
        {
            var broken = whole.ToArray();
            for (var change = random.Next(4); change >= 0; change--)
            {
                broken[random.Next(2, broken.Length)] = (byte)random.Next(256);
            }

            var length = round % 3 == 0 ? random.Next(broken.Length) : broken.Length;
            try
            {
                GoldenFiles.Decode(broken.AsMemory(0, length), pool);
            }
            catch (InferenceException error)
            {
                Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
            }

            Assert.Equal(0, pool.RentedCount);
        }
    }

    [Theory]
    [InlineData("jpeg", "420.jpg")]
    [InlineData("jpeg", "progressive.jpg")]
    [InlineData("png", "rgb.png")]
    public void Decode_EveryCut_IsRefusedExceptForTheEndMarker(string folder, string name)
    {
        var whole = GoldenFiles.Read(folder, name);
        var spare = name == "420.jpg" ? 2 : 0;
        for (var length = 0; length < whole.Length - spare; length++)
        {
            Assert.Throws<InferenceException>(() => GoldenFiles.Decode(whole.AsMemory(0, length)));
        }
    }

    [Theory]
    [InlineData("jpeg", "420.jpg")]
    [InlineData("png", "rgb.png")]
    public void Decode_TooManyPixels_IsRefusedBeforeMemoryIsRented(string folder, string name)
    {
        var data = GoldenFiles.Read(folder, name);
        foreach (var (limits, problem) in (IEnumerable<(ImageLimits, string)>)
        [
            (new ImageLimits(40, 1 << 20), "it has 41 by 31 pixels, at most 40 a side are allowed"),
            (new ImageLimits(64, 1270), "it has 41 by 31 pixels, at most 1270 in all are allowed"),
        ])
        {
            var pool = new TensorPool();
            var error = Assert.Throws<InferenceException>(() => ImageDecoder.Decode(data, limits, pool, default));
            Assert.Equal(problem, error.Message);
            Assert.Equal(0, pool.RentedCount);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("GIF89a")]
    [InlineData("\u00FF\u00D8")]
    public void Decode_OtherData_AreRefused(string data)
    {
        var bytes = data.Select(static c => (byte)c).ToArray();
        var error = Assert.Throws<InferenceException>(() => GoldenFiles.Decode(bytes));
        Assert.Equal("neither JPEG nor PNG", error.Message);
    }

    [Fact]
    public void Decode_ScansWithoutEnd_AreRefused()
    {
        var data = GoldenFiles.Read("jpeg", "progressive.jpg");
        var scan = Array.FindIndex(data, 2, static value => value == 0xFF);
        while (data[scan + 1] != 0xDA)
        {
            scan += 2 + (data[scan + 2] << 8) + data[scan + 3];
        }

        var end = scan + 2;
        while (data[end] != 0xFF || data[end + 1] == 0)
        {
            end++;
        }

        byte[] many = [.. data[..scan], .. Enumerable.Repeat(data[scan..end], 65).SelectMany(static it => it)];
        var error = Assert.Throws<InferenceException>(() => GoldenFiles.Decode(many));
        Assert.Equal("the JPEG has more than 64 scans", error.Message);
    }

    [Fact]
    public void Decode_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        foreach (var (folder, name) in (IEnumerable<(string, string)>)[("jpeg", "420.jpg"), ("png", "rgb.png")])
        {
            Assert.Throws<OperationCanceledException>(() => ImageDecoder.Decode(
                GoldenFiles.Read(folder, name), GoldenFiles.Limits, new TensorPool(), source.Token));
        }
    }
}
