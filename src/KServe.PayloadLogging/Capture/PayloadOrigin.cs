namespace KServe.PayloadLogging;

/// <summary>What the events of one inference have in common.</summary>
internal sealed class PayloadOrigin
{
    public required string Id { get; init; }

    /// <summary>Gets the id in the request's body, which V2 JSON repeats.</summary>
    public string? RequestId { get; init; }

    public required InferenceProtocol Protocol { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Gets the characters that the metadata and the ids take.</summary>
    public required int Characters { get; init; }

    /// <summary>Gets or sets what is left of the bytes for responses.</summary>
    public int ResponseBytesLeft { get; set; }

    public int Responses { get; set; }

    /// <summary>Gets or sets whether the log is told of no further responses.</summary>
    public bool IsClosed { get; set; }
}
