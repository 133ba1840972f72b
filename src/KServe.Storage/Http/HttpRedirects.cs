using System.Net;

namespace KServe.Storage.Http;

/// <summary>Says where redirects may lead.</summary>
internal static class HttpRedirects
{
    public static bool IsRedirect(HttpStatusCode status) => status
        is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found
        or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect
        or HttpStatusCode.PermanentRedirect;

    public static Uri Next(HttpSource source, Uri current, string? location)
    {
        if (string.IsNullOrEmpty(location))
        {
            throw StorageErrors.Failed(source.Display, "a redirect without a location.");
        }

        Uri next = HttpSourceParser.ParseAddress(location, current);
        return current.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps
            ? throw StorageErrors.Failed(source.Display, "a redirect from https to http is refused.")
            : next;
    }
}
