namespace KServe.Graphs;

/// <summary>Tells which URLs can be called.</summary>
internal static class ServiceUrls
{
    /// <summary>Says what is wrong with a URL, without showing what it carries.</summary>
    public static string? GetError(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.Host.Length == 0)
        {
            return "an absolute http or https URL was expected";
        }

        return uri.UserInfo.Length > 0
            ? "a URL without user and password was expected; propagate a header instead"
            : null;
    }
}
