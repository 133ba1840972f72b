using System.Buffers;
using System.Collections.Frozen;

namespace KServe;

/// <summary>Knows the names of headers that mean something here, and which may not be handed on.</summary>
internal static class HeaderNames
{
    public const string RequestId = "x-request-id";
    public const string TraceParent = "traceparent";
    public const string TraceState = "tracestate";
    public const string B3TraceId = "x-b3-traceid";
    public const string Authorization = "authorization";

    // Token characters of RFC 9110, section 5.6.2.
    private static readonly SearchValues<char> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
    [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade", "host", "expect", "accept", "accept-encoding",
        "inference-header-content-length",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Says what is wrong with a name, or nothing.</summary>
    public static string? GetError(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > 256 || name.AsSpan().ContainsAnyExcept(Token))
        {
            return "is not the name of a header";
        }

        return Reserved.Contains(name)
            || name.StartsWith("content-", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase)
            ? "belongs to the connection or the body and does not go on"
            : null;
    }
}
