using System.Text.RegularExpressions;
using KServe.Browser.Tests.Browsing;
using KServe.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KServe.Browser.Tests.Explain;

/// <summary>Asks the running sample for predictions and their reasons, from its page.</summary>
public sealed partial class ExplainPageTests(Chromium chromium, ExplainSample sample)
    : BrowserTest(chromium), IClassFixture<ExplainSample>
{
    private const int Features = 6;

    [Fact]
    public Task Bars_FirstPatient_AddUpToThePrediction() => VisitAsync(sample.Address, async page =>
    {
        await Expect(page.Locator("#chart rect")).ToHaveCountAsync(Features);
        await Expect(Answer(page)).ToHaveTextAsync(Sum());
        var rows = await page.Locator("#sum td").AllTextContentsAsync();
        var numbers = rows.Select(static text => double.Parse(text.Replace('\u2212', '-'))).ToArray();
        Assert.Equal(Features + 2, numbers.Length);
        Assert.Equal(numbers[^1], numbers[..^1].Sum(), tolerance: 0.005);
    });

    [Fact]
    public Task Value_Changed_ChangesPredictionAndBars() => VisitAsync(sample.Address, async page =>
    {
        await Expect(Answer(page)).ToHaveTextAsync(Sum());
        var before = await Answer(page).TextContentAsync();
        var index = Field(page, "Body mass index");
        await index.FillAsync("20");
        await Expect(Answer(page)).Not.ToHaveTextAsync(before!);
        await Expect(page.Locator("#chart")).ToContainTextAsync("Body mass index 20 kg/m²");
        await index.FillAsync("");
        await Expect(page.Locator("#chart")).ToContainTextAsync("Body mass index not known");
    });

    [Fact]
    public Task Value_OutOfRange_SaysWhatIsExpected() => VisitAsync(sample.Address, async page =>
    {
        await Expect(Answer(page)).ToHaveTextAsync(Sum());
        await Field(page, "Age").FillAsync("7");
        await Expect(Answer(page)).ToHaveTextAsync("Age: from 18 to 100, in steps of 1.");
        await Field(page, "Age").FillAsync("70");
        await Expect(Answer(page)).ToHaveTextAsync(Sum());
    });

    [Theory]
    [InlineData(false, 1000)]
    [InlineData(true, 1000)]
    [InlineData(true, 320)]
    public Task Page_AnyColoursAndWidth_CanBeReadAndUsed(bool isDark, int width) => VisitAsync(
        sample.Address,
        async page =>
        {
            await Expect(page.Locator("#chart rect")).ToHaveCountAsync(Features);
            await page.GetByText("The sum as a table").ClickAsync();
            await page.GetByText("The request behind this page").ClickAsync();
            await PageChecks.IsAccessibleAsync(page);
            await PageChecks.FitsItsWidthAsync(page);
        },
        new PageSettings { IsDark = isDark, Width = width });

    private static ILocator Field(IPage page, string name) =>
        page.GetByRole(AriaRole.Spinbutton, new() { Name = name });

    private static ILocator Answer(IPage page) => page.GetByRole(AriaRole.Status);

    [GeneratedRegex(
        @"^Prediction [\d.]+ = [\d.]+ on average [+−] [\d.]+ for these values$", RegexOptions.None, 1000)]
    private static partial Regex Sum();
}
