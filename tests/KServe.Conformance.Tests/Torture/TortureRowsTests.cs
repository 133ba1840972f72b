using System.Reflection;

namespace KServe.Conformance.Tests.Torture;

/// <summary>The table of rows names tests that exist.</summary>
public sealed class TortureRowsTests
{
    private static readonly string Tests = Path.GetFullPath(Path.Combine(
        typeof(TortureRowsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(static metadata => metadata.Key == "NodeFolder").Value!,
        "..",
        ".."));

    [Fact]
    public void All_Rows_AreTheListsAndEachHasATest()
    {
        string[] expected =
        [
            .. Enumerable.Range(1, 10).Select(static i => $"M-{i:00}"),
            .. Enumerable.Range(1, 9).Select(static i => $"D-{i:00}"),
            .. Enumerable.Range(1, 6).Select(static i => $"G-{i:00}"),
            .. Enumerable.Range(1, 20).Select(static i => $"O-{i:00}"),
            .. Enumerable.Range(1, 12).Select(static i => $"E-{i:00}"),
        ];
        Assert.Equal(expected, TortureRows.All.Select(static row => row.Id));
        Assert.All(TortureRows.All, static row => Assert.NotEmpty(row.Tests));
    }

    [Fact]
    public void All_Tests_Exist()
    {
        foreach (var test in TortureRows.All.SelectMany(static row => row.Tests))
        {
            var (file, method) = (test.Split(':')[0], test.Split(':')[1]);
            var path = Path.Combine(Tests, file + ".cs");
            Assert.True(File.Exists(path), path);
            Assert.Contains($" {method}(", File.ReadAllText(path), StringComparison.Ordinal);
        }
    }
}
