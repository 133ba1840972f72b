namespace KServe.Runtime.Generative.Tokenization;

/// <summary>Says how encodings that are too long are cut.</summary>
public sealed record TruncationOptions
{
    /// <summary>Gets the most tokens of an encoding, special tokens counted.</summary>
    /// <value>Tokens, at least as many as there are special ones; default 512.</value>
    public int MaxLength { get; init; } = 512;

    /// <summary>Gets how many tokens an overflowing part shares with the one before it.</summary>
    /// <value>Tokens, 0 or more and fewer than a part has room for; default 0.</value>
    public int Stride { get; init; }

    /// <summary>Gets which of two texts loses tokens.</summary>
    /// <value>Default <see cref="TruncationStrategy.LongestFirst"/>.</value>
    public TruncationStrategy Strategy { get; init; }

    /// <summary>Gets the end at which tokens are lost.</summary>
    /// <value>Default <see cref="TextSide.Right"/>.</value>
    public TextSide Direction { get; init; }
}
