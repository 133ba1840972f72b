using Microsoft.Playwright;

namespace KServe.Browser.Tests.Canary;

/// <summary>Names the parts of the canary page.</summary>
internal sealed class CanaryView(IPage page)
{
    public ILocator Share => page.GetByRole(AriaRole.Slider);

    public ILocator Percent => page.Locator("#percent");

    public ILocator News => page.Locator("#news");

    public ILocator Counts => page.Locator("#counts");

    public ILocator FailedParts => page.Locator("#chart rect.failed");

    /// <summary>Gets the marks in the chart where a rollout ended.</summary>
    public ILocator Marks => page.Locator("#chart text.event");

    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    /// <summary>Waits until the newest column has a part of a colour, within one request of twenty.</summary>
    public Task<IJSHandle> WaitForPartAsync(string colour, double part) => page.WaitForFunctionAsync(
        """
        ({ colour, part }) => {
          const boxes = [...document.querySelectorAll('#chart rect')];
          const newest = Math.max(...boxes.map(box => Number(box.getAttribute('x'))));
          const column = boxes.filter(box => Number(box.getAttribute('x')) === newest);
          const sum = list => list.reduce((total, box) => total + Number(box.getAttribute('height')), 0);
          return Math.abs(sum(column.filter(box => box.classList.contains(colour))) / sum(column) - part) < 0.051;
        }
        """,
        new { colour, part });
}
