using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace KServe.Browser.Tests.Browsing;

/// <summary>Keeps what must not happen on a page: errors on its console, exceptions, requests to elsewhere.</summary>
internal sealed class PageWatch
{
    private readonly ConcurrentQueue<string> _problems = new();

    public PageWatch(IPage page, Uri address, PageSettings settings)
    {
        page.Console += (_, message) =>
        {
            var isFailedRequest = message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal);
            if (message.Type is "error" or "warning" && !(isFailedRequest && settings.AllowsFailedRequests))
            {
                _problems.Enqueue($"console: {message.Text}");
            }
        };
        page.PageError += (_, error) => _problems.Enqueue($"exception: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("data:", StringComparison.Ordinal) && !address.IsBaseOf(new Uri(request.Url)))
            {
                _problems.Enqueue($"a request to {request.Url}");
            }
        };
    }

    public IReadOnlyCollection<string> Problems => _problems;
}
