using Microsoft.Playwright;

namespace KServe.Browser.Tests.Browsing;

/// <summary>Finds what keeps people from using a page.</summary>
internal static class PageChecks
{
    // WCAG 2.2: contrast of text at least 4.5 (1.4.3, where disabled controls are none of it), names of controls
    // (4.1.2), the language of the page (3.1.1).
    private const string FindProblems = """
        () => {
          const luminance = ([r, g, b]) => {
            const [x, y, z] = [r, g, b].map(v => v / 255).map(v =>
              v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * x + 0.7152 * y + 0.0722 * z;
          };
          const colour = text => text.match(/[\d.]+/g).map(Number);
          const background = element => {
            for (let at = element; at; at = at.parentElement) {
              const [r, g, b, alpha = 1] = colour(getComputedStyle(at).backgroundColor);
              if (alpha === 1) {
                return [r, g, b];
              }
            }
            return matchMedia('(prefers-color-scheme: dark)').matches ? [0, 0, 0] : [255, 255, 255];
          };
          const problems = document.documentElement.lang && document.title ? [] : ['no language or title'];
          for (const element of document.body.querySelectorAll('*')) {
            const hasText = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
            if (!element.checkVisibility() || element.matches(':disabled')) {
              continue;
            }
            if (hasText) {
              const style = getComputedStyle(element);
              const own = luminance(colour(element.closest('svg') ? style.fill : style.color));
              const other = luminance(background(element));
              const ratio = (Math.max(own, other) + 0.05) / (Math.min(own, other) + 0.05);
              if (ratio < 4.5) {
                problems.push(`contrast ${ratio.toFixed(2)} of '${element.textContent.trim().slice(0, 40)}'`);
              }
            }
            const name = element.ariaLabel || element.labels?.[0]?.textContent.trim() || element.textContent.trim();
            if (element.matches('input, textarea, select, button, a, [tabindex]') && !name) {
              problems.push(`no name: ${element.outerHTML.slice(0, 80)}`);
            }
          }
          return problems;
        }
        """;

    /// <summary>Fails when a text is hard to read or a control has no name.</summary>
    public static async Task IsAccessibleAsync(IPage page) =>
        Assert.Empty(await page.EvaluateAsync<string[]>(FindProblems));

    /// <summary>Fails when the page is wider than the window.</summary>
    public static async Task FitsItsWidthAsync(IPage page) => Assert.True(
        await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"),
        "The page is wider than the window.");
}
