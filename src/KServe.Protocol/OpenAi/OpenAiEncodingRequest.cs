namespace KServe.Protocol;

/// <summary>A request for vectors of texts, as clients of OpenAI, vLLM and Cohere send it.</summary>
public sealed record OpenAiEncodingRequest
{
    /// <summary>Gets the model.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the kind of the request.</summary>
    public required OpenAiEncodingKind Kind { get; init; }

    /// <summary>Gets the texts.</summary>
    public required TextEncodingRequest Encoding { get; init; }

    /// <summary>Gets whether embeddings are written as base64 of little-endian floats.</summary>
    public bool IsBase64 { get; init; }

    /// <summary>Gets how many documents a ranking names at most; <see langword="null"/> for all.</summary>
    public int? TopCount { get; init; }

    /// <summary>Gets whether a ranking repeats its documents.</summary>
    public bool ReturnsDocuments { get; init; }

    /// <summary>Gets the task that a model must have.</summary>
    public TextEncodingTask Task => Kind switch
    {
        OpenAiEncodingKind.Embeddings => TextEncodingTask.Embedding,
        OpenAiEncodingKind.Classify => TextEncodingTask.Classification,
        _ => TextEncodingTask.Score,
    };
}
