using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace KServe.Graphs;

/// <summary>Chooses the headers that go on to steps.</summary>
/// <remarks>Immutable, safe for concurrent use.</remarks>
internal sealed class HeaderFilter(GraphRouterOptions options)
{
    private static readonly FrozenSet<string> Always = FrozenSet.ToFrozenSet(
        ["x-request-id", "traceparent", "tracestate"], StringComparer.OrdinalIgnoreCase);

    // What belongs to one connection or one body, and what would let a client speak for the host.
    private static readonly FrozenSet<string> Never = FrozenSet.ToFrozenSet(
    [
        "Host", "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Expect",
        "Accept-Encoding", "Content-Length", "Content-Type", "Content-Encoding", "Content-MD5",
        "Inference-Header-Content-Length",
        "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection",
    ], StringComparer.OrdinalIgnoreCase);

    private readonly Regex[] _patterns = [.. options.PropagateHeaders.Select(Compile)];

    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    /// <exception cref="NotSupportedException">The pattern could take more than linear time.</exception>
    public static Regex Compile(string pattern) => new(
        pattern,
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    public IReadOnlyDictionary<string, string> Select(IReadOnlyDictionary<string, string> headers)
    {
        Dictionary<string, string> chosen = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            if (Always.Contains(name) || (!Never.Contains(name) && Matches(name)))
            {
                chosen[name] = value;
            }
        }

        return chosen;
    }

    private bool Matches(string name)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.IsMatch(name))
            {
                return true;
            }
        }

        return false;
    }
}
