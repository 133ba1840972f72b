using System.Text.RegularExpressions;

namespace KServe.Architecture.Tests;

/// <summary>Holds what no analyzer holds: size and form of source files.</summary>
public sealed partial class SourceRuleTests
{
    private const int MaxColumns = 120;
    private const int MaxLines = 600;
    private const int MaxMedianLines = 80;

    [Fact]
    public void SourceFiles_EveryLine_FitsTheWidth()
    {
        List<string> wide = [];
        foreach (var file in Repository.SourceFiles("src", "samples"))
        {
            var number = 0;
            foreach (var line in File.ReadLines(file))
            {
                number++;
                if (line.Length > MaxColumns)
                {
                    wide.Add($"{Path.GetRelativePath(Repository.Root, file)}:{number} has {line.Length} columns");
                }
            }
        }

        Assert.Empty(wide);
    }

    [Fact]
    public void SourceFiles_Shipped_StaySmall()
    {
        var sizes = Repository.SourceFiles("src").Select(static file => File.ReadLines(file).Count()).Order().ToArray();
        Assert.InRange(sizes[^1], 1, MaxLines);
        Assert.InRange(sizes[sizes.Length / 2], 1, MaxMedianLines);
    }

    [Fact]
    public void SourceFiles_Everywhere_NoSilencedWarningsOrLeftovers()
    {
        var found = Repository.SourceFiles("src", "samples", "tests", "benchmarks")
            .Where(static file => Path.GetFileName(file) != "SourceRuleTests.cs")
            .Where(static file => Leftover().IsMatch(File.ReadAllText(file)))
            .Select(static file => Path.GetRelativePath(Repository.Root, file));
        Assert.Empty(found);
    }

    [GeneratedRegex(
        @"#region|#pragma warning disable|NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b",
        RegexOptions.NonBacktracking)]
    private static partial Regex Leftover();
}
