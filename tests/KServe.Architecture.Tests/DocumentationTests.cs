using System.Text.RegularExpressions;

namespace KServe.Architecture.Tests;

/// <summary>Compares the C# in documents with files that are compiled.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Documents =>
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(static file => !file.StartsWith("artifacts/", StringComparison.Ordinal)
                && !file.Contains("node_modules/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void CSharpBlocks_EveryDocument_StandInACompiledFile(string document)
    {
        var compiled = Repository.SourceFiles("docs", "samples", "src")
            .Select(static file => Normalize(File.ReadAllText(file)))
            .ToArray();
        foreach (Match block in CSharpBlock().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))))
        {
            var code = Normalize(block.Groups["code"].Value);
            Assert.True(
                compiled.Any(text => text.Contains(code, StringComparison.Ordinal)),
                $"{document}: this block stands in no compiled file:\n{block.Groups["code"].Value}");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void RelativeLinks_EveryDocument_LeadToFiles(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        foreach (Match link in RelativeLink().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))))
        {
            var target = Path.Combine(folder, link.Groups["path"].Value);
            Assert.True(Path.Exists(target), $"{document} links to {link.Groups["path"].Value}, which is not there.");
        }
    }

    // Indentation and blank lines may differ: documents show the inside of a method.
    private static string Normalize(string text) => string.Join('\n', text
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) + "\n";

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"\]\((?<path>[\w./-]+)(#[\w-]+)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RelativeLink();
}
