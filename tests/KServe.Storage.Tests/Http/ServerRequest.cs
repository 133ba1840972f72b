namespace KServe.Storage.Tests.Http;

/// <summary>What a client asked for.</summary>
internal sealed record ServerRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Gets how many requests came before.</summary>
    public int Number { get; init; }

    public string? this[string header] => Headers.GetValueOrDefault(header);

    public static ServerRequest Parse(string head)
    {
        string[] lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines[1..])
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new ServerRequest(lines[0].Split(' ')[1], headers);
    }

    /// <summary>Gets where the client wants to continue; 0 when it wants all.</summary>
    public int RangeStart => this["Range"] is { } range ? int.Parse(range["bytes=".Length..].TrimEnd('-')) : 0;
}
