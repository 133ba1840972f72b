using KServe.Browser.Tests.Browsing;
using KServe.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KServe.Browser.Tests.Canary;

/// <summary>Shifts the traffic of the running sample from its page.</summary>
public sealed class CanaryPageTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public Task Slider_Moved_ShiftsTheRequestsAndTheChart() => WatchAsync(async page =>
    {
        await Expect(Counts(page)).ToContainTextAsync("version 1");
        await Share(page).FillAsync("70");
        await Expect(page.Locator("#percent")).ToHaveTextAsync("70 %");
        await WaitForShareAsync(page, "two", 0.7);
        await Share(page).FocusAsync();
        await Share(page).PressAsync("Home");
        await WaitForShareAsync(page, "two", 0);
        await Share(page).PressAsync("End");
        await WaitForShareAsync(page, "two", 1);
        await Expect(Counts(page)).ToContainTextAsync("The last 20 requests: 20 by version 2, 0 failed.");
        await Expect(Counts(page)).ToContainTextAsync("answered, 0 failed.");
    });

    [Fact]
    public Task Rollout_HealthyVersion_IsPromotedAndDrawn() => WatchAsync(async page =>
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Roll out a new version" }).ClickAsync();
        await Expect(News(page)).ToContainTextAsync("step 1 of 4");
        await Expect(News(page)).ToContainTextAsync("Promoted: version");
        await Expect(Share(page)).ToBeDisabledAsync();
        await Expect(page.Locator("text.event")).ToHaveTextAsync("promoted");
        await Expect(Counts(page)).ToContainTextAsync("answered, 0 failed.");
    });

    [Fact]
    public Task Rollout_FaultyVersion_IsTakenBackAndDrawn() => WatchAsync(
        async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Roll out a faulty one" }).ClickAsync();
            await Expect(News(page)).ToContainTextAsync("Taken back: ");
            await Expect(News(page)).ToContainTextAsync("of requests failed, at most 10 % may. Version 1 answers alone.");
            await Expect(page.Locator("text.event")).ToHaveTextAsync("taken back");
            await Expect(page.Locator("rect.failed").First).ToBeAttachedAsync();
            await WaitForShareAsync(page, "one", 1);
        },
        new PageSettings { AllowsFailedRequests = true });

    [Theory]
    [InlineData(false, 1000)]
    [InlineData(true, 320)]
    public Task Page_AnyColoursAndWidth_CanBeReadAndUsed(bool isDark, int width) => WatchAsync(
        async page =>
        {
            await Expect(Counts(page)).ToContainTextAsync("version 2");
            await page.GetByText("One of the requests, and its answer").ClickAsync();
            await PageChecks.IsAccessibleAsync(page);
            await PageChecks.FitsItsWidthAsync(page);
        },
        new PageSettings { IsDark = isDark, Width = width });

    private static ILocator Share(IPage page) => page.GetByRole(AriaRole.Slider);

    private static ILocator News(IPage page) => page.Locator("#news");

    private static ILocator Counts(IPage page) => page.Locator("#counts");

    // The newest column is the last whose left edge is the chart's: its part of a colour, in heights of the chart.
    private static Task<IJSHandle> WaitForShareAsync(IPage page, string colour, double share) => page.WaitForFunctionAsync(
        """
        ({ colour, share }) => {
          const boxes = [...document.querySelectorAll('#chart rect')];
          const newest = Math.max(...boxes.map(box => Number(box.getAttribute('x'))));
          const column = boxes.filter(box => Number(box.getAttribute('x')) === newest);
          const sum = list => list.reduce((total, box) => total + Number(box.getAttribute('height')), 0);
          const part = sum(column.filter(box => box.classList.contains(colour))) / sum(column);
          return Math.abs(part - share) < 0.051;
        }
        """,
        new { colour, share });

    private async Task WatchAsync(Func<IPage, Task> watch, PageSettings? settings = null)
    {
        await using var sample = new CanarySample();
        await sample.InitializeAsync();
        await VisitAsync(sample.Address, watch, settings);
    }
}
