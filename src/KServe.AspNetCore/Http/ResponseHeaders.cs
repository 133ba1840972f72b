using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Sends the headers that models set, except those that belong to the connection or to the body.</summary>
internal sealed class ResponseHeaders(ILogger<ResponseHeaders> logger, IOptions<KServeOptions> options)
{
    /// <summary>The header, or metadata, that tells programs why a request was refused.</summary>
    public const string ReasonName = "x-kserve-reason";

    private const string RevisionName = "x-kserve-revision";
    private const string RequestId = "x-request-id";
    private const int MaxCount = 64;
    private const int MaxLength = 16 << 10;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
    [
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "Content-Length", "Content-Type", "Content-Encoding", "Date", "Server", "Host",
        InferenceHeader.Name,
    ], StringComparer.OrdinalIgnoreCase);

    private readonly bool _echoesId = options.Value.Propagation.EchoRequestId;

    /// <summary>Tells whether a reason is a word that every header can carry.</summary>
    public static bool IsReason([NotNullWhen(true)] string? reason) =>
        reason is { Length: > 0 and <= 64 } && !reason.AsSpan().ContainsAnyExcept(NameCharacters);

    /// <summary>Says which revision answers, where it may be one or another.</summary>
    public static void NameRevision(ModelRevision revision, HttpResponse response)
    {
        if (revision.HasAlternatives && revision.Name is var name && IsSendable(RevisionName, name))
        {
            response.Headers[RevisionName] = name;
        }
    }

    public void Copy(InferResponse from, HttpContext context)
    {
        if (_echoesId)
        {
            Echo(context);
        }

        if (from.HasHeaders)
        {
            Copy(from, context.Response);
        }
    }

    private static void Echo(HttpContext context)
    {
        var id = context.Request.Headers[RequestId];
        if (id is [{ Length: > 0 and <= 256 } value] && IsText(value))
        {
            context.Response.Headers[RequestId] = value;
        }
    }

    private void Copy(InferResponse from, HttpResponse to)
    {
        var (count, length) = (0, 0);
        foreach (var (name, value) in from.Headers)
        {
            if (IsSendable(name, value)
                && count < MaxCount
                && name.Length + value.Length <= MaxLength - length)
            {
                count++;
                length += name.Length + value.Length;
                to.Headers[name] = value;
            }
            else
            {
                HttpLog.HeaderDropped(logger, LogText.Clean(name));
            }
        }
    }

    private static bool IsSendable(string name, [NotNullWhen(true)] string? value) =>
        name.Length > 0
        && value is not null
        && !name.AsSpan().ContainsAnyExcept(NameCharacters)
        && IsText(value)
        && !name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase)
        && !Reserved.Contains(name);

    private static bool IsText(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
