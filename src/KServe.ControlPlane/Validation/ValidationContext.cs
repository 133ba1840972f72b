using System.Text.RegularExpressions;

namespace KServe.ControlPlane;

/// <summary>What the rules of resources share: where errors go, and what the host can fetch.</summary>
internal sealed partial class ValidationContext(ErrorList errors, IReadOnlyCollection<string> storageSchemes)
{
    private static readonly string[] KServeSchemes =
    [
        "gs", "s3", "https", "http", "hf", "modelscope", "pvc", "oci", "oci+native", "oci+fetch", "file", "hdfs",
        "webhdfs",
    ];

    public void Error(Fields field, string message) => errors.Add(field.Position, field.Path, message);

    public void Error(SourcePosition position, string path, string message) => errors.Add(position, path, message);

    /// <summary>Checks the scheme of a URI; paths without one are allowed.</summary>
    public void CheckStorageUri(Fields field)
    {
        if (field.Text is not { } uri)
        {
            return;
        }

        var end = uri.IndexOf("://", StringComparison.Ordinal);
        if (uri.Length == 0 || end == 0 || end + 3 == uri.Length)
        {
            Error(field, $"must say where the model lies; got '{uri}'");
        }
        else if (end > 0
            && !KServeSchemes.Contains(uri[..end], StringComparer.Ordinal)
            && !storageSchemes.Contains(uri[..end], StringComparer.Ordinal))
        {
            var known = string.Join(", ", KServeSchemes.Union(storageSchemes, StringComparer.Ordinal)
                .Where(static scheme => scheme.Length > 0)
                .Select(static scheme => scheme + "://"));
            Error(field, $"must begin with one of {known} or be a local path; got '{uri}'");
        }
    }

    /// <summary>Checks a number against its bounds.</summary>
    public void CheckRange(Fields field, long min, long max)
    {
        if (field.Integer is { } value && (value < min || value > max))
        {
            Error(field, $"must be from {min} to {max}; got {value}");
        }
    }

    /// <summary>Checks that a text is an absolute URL of HTTP.</summary>
    public void CheckHttpUrl(Fields field) => CheckUrl(field, ["http", "https"]);

    /// <summary>Checks that a text is an absolute URL with one of the schemes.</summary>
    public void CheckUrl(Fields field, IReadOnlyList<string> schemes)
    {
        if (field.Text is not { } text
            || schemes.Any(scheme => text.StartsWith(scheme + "://", StringComparison.Ordinal)))
        {
            return;
        }

        var known = string.Join(", ", schemes.Take(schemes.Count - 1).Select(static scheme => scheme + "://"));
        Error(field, $"must be a URL that begins with {known} or {schemes[^1]}://; got '{text}'");
    }

    /// <summary>Checks where the key of an encrypted model lies.</summary>
    public void CheckConfidential(Fields confidential)
    {
        if (confidential["enabled"].IsTrue
            && confidential["resourceId"] is { Text: { Length: > 0 } id } field
            && !KeyPattern().IsMatch(id))
        {
            Error(field, $"must be of the form kbs:///<repo>/<type>/<tag>; got '{id}'");
        }
    }

    [GeneratedRegex(
        "^kbs:///[a-zA-Z0-9_.-]+/[a-zA-Z0-9_.-]+/[a-zA-Z0-9_.-]+\\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex KeyPattern();
}
