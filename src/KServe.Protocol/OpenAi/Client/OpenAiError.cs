namespace KServe.Protocol;

/// <summary>A failure in OpenAI's shape, as another server told it.</summary>
/// <param name="Message">The text, at most 1024 characters without control characters.</param>
public sealed record OpenAiError(string Message)
{
    /// <summary>Gets the kind, like <c>invalid_request_error</c>; <see langword="null"/> for none.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the field of the request that was wrong; <see langword="null"/> for none.</summary>
    public string? Parameter { get; init; }

    /// <summary>Gets the reason for programs, a word; <see langword="null"/> for none.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the HTTP status that goes with it, where the server or the kind says one.</summary>
    public int? Status { get; init; }
}
