namespace KServe.PayloadLogging;

/// <summary>Builds names of files and objects as KServe's logger does.</summary>
internal static class EventPath
{
    /// <summary>Gets namespace, inference service, component and the path of the options, joined by slashes.</summary>
    public static string GetFolder(PayloadLoggingOptions options, string modelName) => string.Join('/', new[]
    {
        Clean(options.Namespace),
        Clean(options.InferenceService ?? modelName),
        Clean(options.Component),
        options.File.Path?.Trim('/') ?? "",
    }.Where(static part => part.Length > 0));

    /// <summary>Gets a name without anything that a file system or a client could take for more than a name.</summary>
    public static string Clean(string name)
    {
        var clean = string.Concat(name.Select(
            static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));
        return clean is "." or ".." ? "_" : clean;
    }
}
