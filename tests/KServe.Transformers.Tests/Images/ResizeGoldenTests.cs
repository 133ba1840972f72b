using System.Globalization;
using KServe.Kernels.Images;

namespace KServe.Transformers.Tests.Images;

public sealed class ResizeGoldenTests
{
    public static TheoryData<string> Files =>
        new(GoldenFiles.Find("resize", "*.rgb").Where(static name => name != "source.rgb"));

    [Theory]
    [MemberData(nameof(Files))]
    public void Resize_GoldenFile_GivesThePixelsOfPillowOrPyTorch(string name)
    {
        var parts = Path.GetFileNameWithoutExtension(name).Split('-');
        var size = parts[1].Split('x').Select(static part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var filter = Enum.Parse<ResizeFilter>(parts[0], ignoreCase: true);
        var isPlain = parts.Length == 3;
        var actual = new byte[size[0] * size[1] * 4];
        ImageResizer.Resize(
            GoldenFiles.FromRgb(GoldenFiles.Read("resize", "source.rgb")), 61, 47, actual,
            new(size[0], size[1], 0, 0, size[0], size[1]), filter, antialias: !isPlain);
        var difference = GoldenFiles.GetLargestDifference(
            GoldenFiles.Read("resize", name), GoldenFiles.ToRgb(actual));
        Assert.InRange(difference, 0, isPlain ? 1 : 0);
    }
}
