using System.Net;

namespace KServe.Storage.Http;

/// <summary>Tells failures that pass from those that stay.</summary>
internal static class HttpFailures
{
    public static Exception FromRequest(Uri uri, HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError =>
            StorageErrors.Failed(HttpSourceParser.Display(uri), "no secure connection could be made.", exception),
        HttpRequestError.ConfigurationLimitExceeded =>
            StorageErrors.Failed(HttpSourceParser.Display(uri), "the head of the answer is too long.", exception),
        HttpRequestError.NameResolutionError =>
            new TransientDownloadException("the host's name could not be resolved.", exception),
        _ => new TransientDownloadException("the connection failed.", exception),
    };

    public static Exception FromStatus(HttpSource source, HttpResponseMessage response, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        TimeSpan? wait = response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - now : null;
        if (source.Origin?.Explain(source, response, wait) is { } explained)
        {
            return explained;
        }

        bool passes = status >= 500
            || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            || status == 425;
        if (passes)
        {
            return new TransientDownloadException($"the server answered {status}.") { RetryAfter = wait };
        }

        return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone
            ? StorageErrors.NotFound(source.Display)
            : StorageErrors.Failed(source.Display, $"the server answered {status}.");
    }
}
