using KServe.LoadTest.Reporting;

namespace KServe.LoadTest.Tests.Reporting;

public sealed class DocsUpdaterTests
{
    private const string Begin = "<!-- figures: written by KServe.LoadTest -->";
    private const string End = "<!-- end of figures -->";

    [Fact]
    public void Replace_PageWithMarks_ChangesOnlyWhatLiesBetween()
    {
        var page = DocsUpdater.Replace($"a\n{Begin}\nold\n{End}\nb\n", "new\n");

        Assert.Equal($"a\n{Begin}\n\nnew\n\n{End}\nb\n", page);
        Assert.Equal(page, DocsUpdater.Replace(page, "new\n"));
    }

    [Fact]
    public void Replace_PageWithoutMarks_Throws() =>
        Assert.Throws<InvalidOperationException>(() => DocsUpdater.Replace("nothing", "new"));
}
