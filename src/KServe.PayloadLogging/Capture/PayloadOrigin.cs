namespace KServe.PayloadLogging;

/// <summary>What the events of one inference have in common.</summary>
internal sealed class PayloadOrigin
{
    /// <summary>Gets the id of all events.</summary>
    /// <remarks>Made on the log's thread, the one that asks for it, where the client gave none.</remarks>
    public string Id => GivenId ??= Guid.NewGuid().ToString();

    /// <summary>Gets or sets the id that is known already.</summary>
    public required string? GivenId { get; set; }

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
