using System.Net.Http.Headers;

namespace KServe.Client;

/// <summary>Puts the headers of a call into a message.</summary>
internal static class CallHeaders
{
    // What belongs to the connection or the body is not the caller's.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Host", "Keep-Alive", "Proxy-Connection",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "grpc-timeout", "grpc-encoding", "grpc-accept-encoding",
        "Inference-Header-Content-Length",
    };

    public static void Apply(
        HttpRequestHeaders target,
        IDictionary<string, string> defaults,
        IReadOnlyDictionary<string, string>? own)
    {
        foreach (var (name, value) in defaults)
        {
            if (own is null || !own.ContainsKey(name))
            {
                Add(target, name, value);
            }
        }

        if (own is not null)
        {
            foreach (var (name, value) in own)
            {
                Add(target, name, value);
            }
        }
    }

    private static void Add(HttpRequestHeaders target, string name, string value)
    {
        if (Reserved.Contains(name) || value.AsSpan().ContainsAny('\r', '\n', '\0')
            || !target.TryAddWithoutValidation(name, value))
        {
            throw InferenceException.InvalidArgument($"the header '{Protocol.ErrorJson.Clean(name)}' cannot be sent");
        }
    }
}
