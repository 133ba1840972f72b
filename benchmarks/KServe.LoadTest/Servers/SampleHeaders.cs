using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Servers;

/// <summary>Reads from an answer what the floor has to send besides the body.</summary>
internal static class SampleHeaders
{
    private static readonly HashSet<string> OfTheServer = new(StringComparer.OrdinalIgnoreCase)
    {
        "content-length", "content-type", "date", "server",
    };

    /// <summary>Makes the sample.</summary>
    /// <param name="request">The request that was answered.</param>
    /// <param name="head">The head of the answer over HTTP/1.1; empty for gRPC.</param>
    /// <param name="body">The body.</param>
    public static SampleResponse Create(LoadRequest request, string head, ReadOnlyMemory<byte> body)
    {
        var headers = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(static line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(static parts => parts[0], static parts => parts[1], StringComparer.OrdinalIgnoreCase);
        return new SampleResponse(
            headers.GetValueOrDefault("content-type", request.ContentType),
            [.. headers.Where(static header => !OfTheServer.Contains(header.Key))],
            body);
    }
}
