namespace KServe.PayloadLogging;

/// <summary>Says where events go: a URL, or a folder when there is none.</summary>
internal sealed record PayloadTarget(Uri? Url, string? Folder)
{
    public static PayloadTarget? TryParse(string text)
    {
        // A relative path with a colon, such as of a drive, is no URL of ours.
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            return text.Contains('\0', StringComparison.Ordinal) ? null : new(null, Path.GetFullPath(text));
        }

        return !Uri.TryCreate(text, UriKind.Absolute, out var url) ? null
            : url.IsFile ? new(null, url.LocalPath)
            : new(url, null);
    }
}
