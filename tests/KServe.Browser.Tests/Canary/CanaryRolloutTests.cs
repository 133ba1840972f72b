using KServe.Browser.Tests.Browsing;
using KServe.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace KServe.Browser.Tests.Canary;

/// <summary>Lets new versions of the running sample take their traffic by themselves.</summary>
public sealed class CanaryRolloutTests(Chromium chromium, CanarySample sample)
    : BrowserTest(chromium), IClassFixture<CanarySample>
{
    [Fact]
    public Task RollOut_HealthyThenFaulty_IsPromotedThenTakenBack() => VisitAsync(
        sample.Address,
        async page =>
        {
            var canary = new CanaryView(page);
            await canary.Button("Roll out a new version").ClickAsync();
            await Expect(canary.News).ToContainTextAsync("step 1 of 4");
            await Expect(canary.Button("Roll out a faulty one")).ToBeDisabledAsync();
            await Expect(canary.News).ToContainTextAsync("Promoted: version 2 is the stable one now.");
            await Expect(canary.Marks).ToHaveTextAsync(["promoted"]);
            await Expect(canary.Share).ToBeDisabledAsync();
            await Expect(canary.Counts).ToContainTextAsync("answered, 0 failed.");

            await canary.Button("Roll out a faulty one").ClickAsync();
            await Expect(canary.News).ToContainTextAsync(
                "of requests failed, at most 10 % may. Version 2 answers alone.");
            await Expect(canary.Marks.Last).ToHaveTextAsync("taken back");
            await Expect(canary.FailedParts).Not.ToHaveCountAsync(0);
            await canary.WaitForPartAsync("two", 1);
        },
        new PageSettings { AllowsFailedRequests = true });
}
