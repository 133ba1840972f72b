using System.Buffers;
using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore;

/// <summary>Sends the headers that models set, except those that belong to the connection or to the body.</summary>
internal sealed class ResponseHeaders(ILogger<ResponseHeaders> logger)
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
    [
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "Content-Length", "Content-Type", "Content-Encoding", "Date", "Server", "Host",
        InferenceHeader.Name,
    ], StringComparer.OrdinalIgnoreCase);

    public void Copy(InferResponse from, HttpResponse to)
    {
        if (!from.HasHeaders)
        {
            return;
        }

        foreach (var (name, value) in from.Headers)
        {
            if (IsSendable(name, value))
            {
                to.Headers[name] = value;
            }
            else
            {
                HttpLog.HeaderDropped(logger, LogText.Clean(name));
            }
        }
    }

    private static bool IsSendable(string name, string? value) =>
        name.Length > 0
        && value is not null
        && !name.AsSpan().ContainsAnyExcept(NameCharacters)
        && !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && !name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase)
        && !Reserved.Contains(name);
}
