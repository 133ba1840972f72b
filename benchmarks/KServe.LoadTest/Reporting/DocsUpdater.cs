namespace KServe.LoadTest.Reporting;

/// <summary>Replaces the figures in <c>docs/performance.md</c>, its chart and its data.</summary>
internal static class DocsUpdater
{
    private const string Begin = "<!-- figures: written by KServe.LoadTest -->";
    private const string End = "<!-- end of figures -->";

    /// <summary>Writes the page and the files beside it.</summary>
    /// <param name="report">The figures.</param>
    /// <param name="from">A folder inside the repository, to look for <c>docs</c> from.</param>
    /// <exception cref="InvalidOperationException">The page, or the marks in it, cannot be found.</exception>
    public static async Task UpdateAsync(Report report, string from, CancellationToken cancellationToken)
    {
        var page = FindPage(from);
        var text = await File.ReadAllTextAsync(page, cancellationToken);
        await File.WriteAllTextAsync(page, Replace(text, MarkdownReport.Write(report)), cancellationToken);
        await ResultFiles.WriteAsync(report, Path.ChangeExtension(page, null), cancellationToken);
    }

    /// <summary>Puts figures between the marks.</summary>
    /// <exception cref="InvalidOperationException">The marks are missing.</exception>
    public static string Replace(string page, string figures)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return begin < 0 || end < begin
            ? throw new InvalidOperationException($"the page needs '{Begin}' and '{End}'")
            : $"{page[..(begin + Begin.Length)]}\n\n{figures}\n{page[end..]}";
    }

    private static string FindPage(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            var page = Path.Combine(folder.FullName, "docs", "performance.md");
            if (File.Exists(page))
            {
                return page;
            }
        }

        throw new InvalidOperationException("docs/performance.md was not found; start inside the repository");
    }
}
