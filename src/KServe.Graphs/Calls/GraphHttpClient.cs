using System.Net;
using Microsoft.Extensions.Options;

namespace KServe.Graphs;

/// <summary>The one HTTP client of a host's graphs: its connections are kept and shared.</summary>
/// <remarks>
/// Redirects are answers like any other: following one would send a client's headers to where nobody configured. No
/// cookie is kept, and nothing is logged of requests.
/// </remarks>
internal sealed class GraphHttpClient(IOptions<GraphRouterOptions> options) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = options.Value.ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        // Steps have their own deadlines, which know the time provider.
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
    };

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public void Dispose() => _client.Dispose();
}
