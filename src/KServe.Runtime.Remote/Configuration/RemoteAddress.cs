using System.Diagnostics.CodeAnalysis;

namespace KServe.Runtime.Remote;

/// <summary>An address of a remote model: where, and by which protocol.</summary>
/// <param name="Uri">The address as HTTP knows it.</param>
/// <param name="Protocol">The protocol that the scheme names; null when it names none.</param>
internal sealed record RemoteAddress(Uri Uri, RemoteProtocol? Protocol)
{
    // Plain http and https stand for downloads where a model's URI is expected, so that those need a prefix there.
    private static readonly (string Scheme, string Http, RemoteProtocol? Protocol)[] Known =
    [
        ("v1+http", "http", RemoteProtocol.V1),
        ("v1+https", "https", RemoteProtocol.V1),
        ("v2+http", "http", RemoteProtocol.V2),
        ("v2+https", "https", RemoteProtocol.V2),
        ("grpc", "http", RemoteProtocol.GrpcV2),
        ("grpcs", "https", RemoteProtocol.GrpcV2),
        ("openai+http", "http", RemoteProtocol.OpenAi),
        ("openai+https", "https", RemoteProtocol.OpenAi),
        ("http", "http", null),
        ("https", "https", null),
    ];

    /// <summary>Gets the schemes that name a protocol.</summary>
    public static IReadOnlyList<string> Schemes { get; } =
        [.. Known.Where(static known => known.Protocol is not null).Select(static known => known.Scheme)];

    /// <summary>Tells whether a model's URI names a remote server.</summary>
    public static bool IsRemote([NotNullWhen(true)] string? uri)
    {
        var end = uri?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        return end > 0 && Schemes.Contains(uri![..end], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Gets the protocol of a model by its address and its options.</summary>
    public static RemoteProtocol GetProtocol(string address, RemoteModelOptions options)
    {
        Parse(address, out var parsed);
        return parsed?.Protocol ?? options.Protocol ?? RemoteProtocol.V2;
    }

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address.</param>
    /// <param name="address">The address, or null.</param>
    /// <returns>What is wrong, without repeating what may be secret; null when nothing is.</returns>
    public static string? Parse(string? text, out RemoteAddress? address)
    {
        address = null;
        var end = text?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        foreach (var (scheme, http, protocol) in Known)
        {
            if (end > 0
                && text.AsSpan(0, end).Equals(scheme, StringComparison.OrdinalIgnoreCase)
                && Uri.TryCreate(http + text![end..], UriKind.Absolute, out var uri)
                && uri.Host.Length != 0)
            {
                address = new RemoteAddress(uri, protocol);
                return uri.UserInfo.Length != 0 ? "must not hold credentials: use Headers"
                    : uri.Query.Length != 0 || uri.Fragment.Length != 0 ? "must have neither query nor fragment"
                    : null;
            }
        }

        return $"must begin with http, https, {string.Join(", ", Schemes)} and name a host";
    }
}
