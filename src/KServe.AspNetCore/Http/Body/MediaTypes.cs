using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Names and compares media types.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string Binary = "application/octet-stream";
    public const string CloudEvent = "application/cloudevents+json";
    public const string LinkedJson = "application/ld+json";

    /// <summary>Tells whether a Content-Type is a media type, in UTF-8 or without a charset.</summary>
    public static bool Is(string? contentType, string mediaType)
    {
        var rest = contentType.AsSpan();
        var end = rest.IndexOf(';');
        return (end < 0 ? rest : rest[..end]).Trim().Equals(mediaType, StringComparison.OrdinalIgnoreCase)
            && (end < 0 || IsUtf8(rest[(end + 1)..]));
    }

    /// <summary>Refuses a request whose body is not said to be JSON.</summary>
    /// <remarks>Pages of any site can send other types to a server of the same machine without asking first.</remarks>
    public static void RequireJson(HttpRequest request)
    {
        if (!Is(request.ContentType, Json))
        {
            throw Refusal.UnsupportedMediaType("Content-Type: 'application/json' in UTF-8 was expected.");
        }
    }

    private static bool IsUtf8(ReadOnlySpan<char> parameters)
    {
        foreach (var part in parameters.Split(';'))
        {
            var parameter = parameters[part].Trim();
            var equals = parameter.IndexOf('=');
            if (equals > 0 && parameter[..equals].Trim().Equals("charset", StringComparison.OrdinalIgnoreCase)
                && !parameter[(equals + 1)..].Trim().Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
