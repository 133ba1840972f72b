namespace KServe.Protocol;

/// <summary>A request to the generate endpoints of the Open Inference Protocol.</summary>
/// <param name="Generation">What to generate.</param>
public sealed record GenerateRequest(TextGenerationRequest Generation)
{
    /// <summary>Gets the client's id, echoed in the answer; <see langword="null"/> for none.</summary>
    public string? Id { get; init; }

    /// <summary>Gets whether the answer tells its tokens and why it ended.</summary>
    public bool HasDetails { get; init; }
}
