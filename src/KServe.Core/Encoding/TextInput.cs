namespace KServe;

/// <summary>A text to encode, or a pair of texts.</summary>
/// <remarks>Either <see cref="Text"/> or <see cref="TokenIds"/> is given.</remarks>
public sealed record TextInput
{
    /// <summary>Gets the text, or the first of a pair.</summary>
    public string? Text { get; init; }

    /// <summary>Gets the second text of a pair; <see langword="null"/> for a single one.</summary>
    public string? Pair { get; init; }

    /// <summary>Gets the tokens instead of a text.</summary>
    public IReadOnlyList<int>? TokenIds { get; init; }
}
