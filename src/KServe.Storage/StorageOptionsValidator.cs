using Microsoft.Extensions.Options;

namespace KServe.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    private static readonly TimeSpan Smallest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        List<string> errors = [];
        CheckFolder(errors, options.CacheDirectory);
        CheckRange(errors, nameof(options.MaxDownloadBytes), options.MaxDownloadBytes, 1L, long.MaxValue);
        CheckRange(errors, nameof(options.MaxExtractedBytes), options.MaxExtractedBytes, 1L, long.MaxValue);
        CheckRange(errors, nameof(options.MaxArchiveEntries), options.MaxArchiveEntries, 1, 10_000_000);
        CheckRange(errors, nameof(options.MaxCompressionRatio), options.MaxCompressionRatio, 1, 10_000);
        CheckRange(errors, nameof(options.MaxPathLength), options.MaxPathLength, 1, 4_096);
        CheckRange(errors, nameof(options.MaxPathDepth), options.MaxPathDepth, 1, 255);
        CheckRange(errors, nameof(options.ConnectTimeout), options.ConnectTimeout, Smallest, Hour);
        CheckRange(errors, nameof(options.ResponseTimeout), options.ResponseTimeout, Smallest, Hour);
        CheckRange(errors, nameof(options.IdleTimeout), options.IdleTimeout, Smallest, Hour);
        CheckRange(errors, nameof(options.DownloadTimeout), options.DownloadTimeout, Smallest, TimeSpan.FromDays(7));
        CheckRange(errors, nameof(options.MaxRetries), options.MaxRetries, 0, 100);
        CheckRange(errors, nameof(options.RetryDelay), options.RetryDelay, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        CheckRange(errors, nameof(options.MaxRedirects), options.MaxRedirects, 0, 20);
        CheckHosts(errors, options.AllowedPrivateHosts);
        CheckHeaders(errors, options.Headers);
        CheckHub(errors, options.HuggingFace);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckFolder(List<string> errors, string folder)
    {
        if (string.IsNullOrWhiteSpace(folder) || folder.Contains('\0', StringComparison.Ordinal))
        {
            errors.Add($"{nameof(StorageOptions.CacheDirectory)} must name a folder.");
        }
    }

    private static void CheckRange<T>(List<string> errors, string name, T value, T smallest, T largest)
        where T : struct, IComparable<T>
    {
        if (value.CompareTo(smallest) < 0 || value.CompareTo(largest) > 0)
        {
            errors.Add($"{name} is {value}; expected {smallest} to {largest}.");
        }
    }

    private static void CheckHosts(List<string> errors, IList<string> hosts)
    {
        for (int i = 0; i < hosts.Count; i++)
        {
            string host = (hosts[i] ?? string.Empty).Trim('[', ']');
            if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            {
                errors.Add($"{nameof(StorageOptions.AllowedPrivateHosts)}[{i}] is no host name or IP address.");
            }
        }
    }

    private static void CheckHeaders(List<string> errors, IDictionary<string, IDictionary<string, string>> headers)
    {
        foreach ((string host, IDictionary<string, string> values) in headers)
        {
            if (!Uri.TryCreate($"http://{host}/", UriKind.Absolute, out Uri? uri) || uri.UserInfo.Length > 0)
            {
                errors.Add($"{nameof(StorageOptions.Headers)} has a key that is no host or host:port.");
            }

            // Values are secrets: the error names the header alone.
            foreach ((string header, string value) in values)
            {
                if (!IsToken(header) || value is null || value.AsSpan().ContainsAny('\r', '\n', '\0'))
                {
                    errors.Add($"{nameof(StorageOptions.Headers)} of {host} has an invalid name or value: '{header}'.");
                }
            }
        }
    }

    private static void CheckHub(List<string> errors, HuggingFaceOptions hub)
    {
        const string Name = nameof(StorageOptions.HuggingFace);
        CheckRange(errors, $"{Name}.{nameof(hub.MaxParallelFiles)}", hub.MaxParallelFiles, 1, 32);
        CheckRange(errors, $"{Name}.{nameof(hub.MaxFiles)}", hub.MaxFiles, 1, 100_000);
        bool isAddress = Uri.TryCreate(hub.Endpoint, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.Host.Length > 0
            && uri.UserInfo.Length == 0
            && uri.Query.Length == 0
            && uri.Fragment.Length == 0;
        if (!isAddress)
        {
            errors.Add($"{Name}.{nameof(hub.Endpoint)} must be an address of http or https without user and query.");
        }

        // The token is a secret: the error does not show it.
        if (hub.Token is { Length: > 0 } token && !token.All(static c => c is > ' ' and < '\u007f'))
        {
            errors.Add($"{Name}.{nameof(hub.Token)} holds a space, a control character or a letter beyond ASCII.");
        }

        if (hub.AllowPatterns.Concat(hub.IgnorePatterns).Any(static text => text is not { Length: > 0 and < 513 }))
        {
            errors.Add($"{Name} has a pattern that is empty or longer than 512 characters.");
        }
    }

    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c));
}
