namespace KServe.Runtime.Generative.Tokenization;

/// <summary>Says how encodings that are too short are filled up.</summary>
public sealed record PaddingOptions
{
    /// <summary>Gets the length to fill up to; the longest encoding of the batch when null.</summary>
    /// <value>Tokens, 1 to 16777216; default null.</value>
    public int? Length { get; init; }

    /// <summary>Gets a number of which the length becomes a multiple.</summary>
    /// <value>1 or more; default 1.</value>
    public int MultipleOf { get; init; } = 1;

    /// <summary>Gets the end that is filled up.</summary>
    /// <value>Default <see cref="TextSide.Right"/>.</value>
    public TextSide Direction { get; init; }

    /// <summary>Gets the id of the filling token.</summary>
    /// <value>Default 0.</value>
    public int PadId { get; init; }

    /// <summary>Gets the type id of the filling token.</summary>
    /// <value>Default 0.</value>
    public int PadTypeId { get; init; }

    /// <summary>Gets the text of the filling token.</summary>
    /// <value>Default <c>[PAD]</c>.</value>
    public string PadToken { get; init; } = "[PAD]";
}
