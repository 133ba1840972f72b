namespace KServe.LoadTest.Scenarios;

/// <summary>One request that a load repeats, and the check of its answer.</summary>
internal sealed record LoadRequest
{
    /// <summary>Gets how the request travels.</summary>
    public required WireProtocol Protocol { get; init; }

    /// <summary>Gets the path, with its leading slash.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the content type.</summary>
    public required string ContentType { get; init; }

    /// <summary>Gets further headers, names in lower case.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Gets the body; for gRPC with the five bytes in front of the message.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets what looks for an error in the body of an answer.</summary>
    /// <value>Gives <see langword="null"/> when the answer is right.</value>
    /// <remarks>For gRPC the body has the five bytes in front of the message.</remarks>
    public required Func<ReadOnlyMemory<byte>, string?> FindError { get; init; }
}
