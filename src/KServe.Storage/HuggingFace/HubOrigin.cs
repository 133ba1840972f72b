using System.Net;
using System.Net.Http.Headers;
using KServe.Storage.Http;
using Microsoft.Extensions.Options;

namespace KServe.Storage.HuggingFace;

/// <summary>The hub itself: its addresses, its token, and what it means by its statuses.</summary>
/// <remarks>Safe for concurrent calls.</remarks>
internal sealed class HubOrigin(IOptions<StorageOptions> options) : IHttpOrigin
{
    private readonly HuggingFaceOptions _options = options.Value.HuggingFace;
    private readonly Uri _endpoint = new(options.Value.HuggingFace.Endpoint.TrimEnd('/') + "/");

    // The hub counts requests in windows of five minutes.
    public TimeSpan LongestPause { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the address of the list of a model's files.</summary>
    public Uri ListAddress(HubReference reference) => new(
        _endpoint,
        $"api/models/{reference.Repository}/revision/{Uri.EscapeDataString(reference.Revision)}?blobs=true");

    /// <summary>Gets the address of a file.</summary>
    public Uri FileAddress(string repository, string commit, string path) => new(
        _endpoint,
        $"{repository}/resolve/{commit}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}");

    public bool Covers(Uri uri) =>
        uri.Scheme == _endpoint.Scheme
        && uri.Port == _endpoint.Port
        && string.Equals(uri.IdnHost, _endpoint.IdnHost, StringComparison.OrdinalIgnoreCase);

    public void Authorize(HttpRequestMessage request)
    {
        if (_options.Token is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public Exception? Explain(HttpSource source, HttpResponseMessage response, TimeSpan? retryAfter)
    {
        HttpStatusCode status = response.StatusCode;
        if (response.RequestMessage?.RequestUri is { } uri && !Covers(uri))
        {
            // Addresses of the storage behind the hub hold only for a while; another request brings a new one.
            return status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                ? new TransientDownloadException($"the storage behind the hub answered {(int)status}.")
                : null;
        }

        string? code = response.Headers.TryGetValues("X-Error-Code", out IEnumerable<string>? values)
            ? values.FirstOrDefault()
            : null;
        return (status, code) switch
        {
            (HttpStatusCode.TooManyRequests, _) => new TransientDownloadException("the hub answered 429.")
            {
                Code = InferenceErrorCode.ResourceExhausted,
                RetryAfter = retryAfter,
            },
            (_, "GatedRepo") => HubErrors.Gated(source.Display),
            (_, "RevisionNotFound") => HubErrors.NoRevision(source.Display),
            (HttpStatusCode.NotFound, _) => HubErrors.NotFound(source.Display, HasToken),
            (HttpStatusCode.Unauthorized, _) => HubErrors.Unauthorized(source.Display, HasToken),
            (HttpStatusCode.Forbidden, _) => HubErrors.Forbidden(source.Display, HasToken),
            _ => null,
        };
    }

    private bool HasToken => _options.Token is { Length: > 0 };
}
