using Microsoft.Playwright;

namespace KServe.Browser.Tests.Browsing;

/// <summary>The browser of this machine, started once and driven by Playwright's own driver.</summary>
/// <remarks>Nothing is downloaded: the driver is part of the NuGet package, the browser one of the system.</remarks>
public sealed class Chromium : IAsyncLifetime
{
    private const string Variable = "CHROME_BIN";

    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Gets the browser's file; <see langword="null"/> when there is none.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
        ? path
        : Places.FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Path is null)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(PageSettings.Limit);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            Args = ["--disable-gpu", "--no-proxy-server"],
        });
    }

    /// <summary>Opens a page in a session of its own; skips the test when there is no browser.</summary>
    public async Task<IPage> OpenAsync(PageSettings settings)
    {
        Assert.SkipWhen(Path is null, $"No chromium: neither {string.Join(", ", Places)} nor {Variable} names one.");
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = settings.Width, Height = settings.Height },
            ColorScheme = settings.IsDark ? ColorScheme.Dark : ColorScheme.Light,
        });
        context.SetDefaultTimeout(PageSettings.Limit);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
