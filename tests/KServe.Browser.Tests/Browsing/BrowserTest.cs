using Microsoft.Playwright;

namespace KServe.Browser.Tests.Browsing;

/// <summary>Visits pages, and holds each to what every page has to keep.</summary>
/// <remarks>With the variable KSERVE_SCREENSHOTS, a folder, each visit leaves a picture of its end there.</remarks>
public abstract class BrowserTest(Chromium chromium)
{
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("KSERVE_SCREENSHOTS");

    /// <summary>Opens a page, uses it, and fails when it reported an error or asked another server.</summary>
    protected async Task VisitAsync(Uri address, Func<IPage, Task> visit, PageSettings? settings = null)
    {
        settings ??= new PageSettings();
        var page = await chromium.OpenAsync(settings);
        await using var session = page.Context;
        var watch = new PageWatch(page, address, settings);
        try
        {
            await page.GotoAsync(address.AbsoluteUri);
            await visit(page);
        }
        finally
        {
            await PictureAsync(page);
        }

        Assert.Empty(watch.Problems);
    }

    private static async Task PictureAsync(IPage page)
    {
        if (Pictures is not null)
        {
            var name = string.Concat(TestContext.Current.Test!.TestDisplayName.Select(
                static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' ? c : '-'));
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}.png") });
        }
    }
}
