using KServe.Browser.Tests.Browsing;
using KServe.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace KServe.Browser.Tests.Canary;

/// <summary>Shifts the traffic of the running sample by hand.</summary>
public sealed class CanaryPageTests(Chromium chromium, CanarySample sample)
    : BrowserTest(chromium), IClassFixture<CanarySample>
{
    [Fact]
    public Task Slider_Moved_ShiftsTheRequestsAndTheChart() => VisitAsync(sample.Address, async page =>
    {
        var canary = new CanaryView(page);
        await Expect(canary.Counts).ToContainTextAsync("by version 1");
        await canary.Share.FillAsync("70");
        await Expect(canary.Percent).ToHaveTextAsync("70 %");
        await canary.WaitForPartAsync("two", 0.7);
        await canary.Share.PressAsync("Home");
        await canary.WaitForPartAsync("two", 0);
        await canary.Share.PressAsync("End");
        await canary.WaitForPartAsync("two", 1);
        await Expect(canary.Counts).ToContainTextAsync("The last 20 requests: 20 by version 2, 0 failed.");
        await Expect(canary.Counts).ToContainTextAsync("answered, 0 failed.");
    });

    [Theory]
    [InlineData(false, 1000)]
    [InlineData(true, 320)]
    public Task Page_AnyColoursAndWidth_CanBeReadAndUsed(bool isDark, int width) => VisitAsync(
        sample.Address,
        async page =>
        {
            await Expect(new CanaryView(page).Counts).ToContainTextAsync("by version");
            await page.GetByText("One of the requests, and its answer").ClickAsync();
            await PageChecks.IsAccessibleAsync(page);
            await PageChecks.FitsItsWidthAsync(page);
        },
        new PageSettings { IsDark = isDark, Width = width });
}
