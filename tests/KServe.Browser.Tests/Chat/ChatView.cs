using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace KServe.Browser.Tests.Chat;

/// <summary>Names the parts of the chat page as those who use it know them.</summary>
internal sealed partial class ChatView(IPage page)
{
    public ILocator Question => page.GetByRole(AriaRole.Textbox, new() { Name = "Your question" });

    public ILocator Send => page.GetByRole(AriaRole.Button, new() { Name = "Send" });

    public ILocator Stop => page.GetByRole(AriaRole.Button, new() { Name = "Stop" });

    public ILocator Reset => page.GetByRole(AriaRole.Button, new() { Name = "New conversation" });

    public ILocator Asked => page.Locator(".turn.user .text");

    /// <summary>Gets the last answer.</summary>
    public ILocator Answer => page.Locator(".turn.assistant .text").Last;

    public ILocator Figures => page.Locator(".turn.assistant .figures").Last;

    public ILocator Alert => page.GetByRole(AriaRole.Alert);

    /// <summary>Waits until the clock of the page has gone far enough for tokens per second.</summary>
    public Task<IJSHandle> WaitUntilThereIsARateAsync() => page.WaitForFunctionAsync(
        "() => performance.now() > (window.begun ??= performance.now()) + 50");

    /// <summary>Asks, and waits until the answer has ended.</summary>
    public async Task AskToTheEndAsync(string question)
    {
        await AskAsync(question);
        await Assertions.Expect(Send).ToBeVisibleAsync();
    }

    public async Task AskAsync(string question)
    {
        await Question.FillAsync(question);
        await Question.PressAsync("Enter");
    }

    [GeneratedRegex(@"^first token after \d+ ms · \d+ tokens · [\d.]+ tokens/s$", RegexOptions.None, 1000)]
    public static partial Regex AllFigures();

    /// <summary>Matches an answer that may have come in one piece, of which there is no rate.</summary>
    [GeneratedRegex(@"^first token after \d+ ms · \d+ tokens(?<rate> · [\d.]+ tokens/s)?$", RegexOptions.None, 1000)]
    public static partial Regex Figured();

    [GeneratedRegex("· stopped$", RegexOptions.None, 1000)]
    public static partial Regex StoppedFigures();
}
