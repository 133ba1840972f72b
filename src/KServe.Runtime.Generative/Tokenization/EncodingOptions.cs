namespace KServe.Runtime.Generative.Tokenization;

/// <summary>Says how texts are encoded.</summary>
public sealed record EncodingOptions
{
    /// <summary>Gets whether the special tokens that frame a text are added.</summary>
    /// <value>Default true.</value>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>Gets how encodings that are too long are cut; null cuts nothing.</summary>
    /// <value>Default null.</value>
    public TruncationOptions? Truncation { get; init; }

    /// <summary>Gets how encodings that are too short are filled up; null fills nothing.</summary>
    /// <value>Default null.</value>
    public PaddingOptions? Padding { get; init; }

    /// <summary>Gets how many tokens of a text are wanted: with more of them it need not be read on.</summary>
    internal int Limit { get; init; } = int.MaxValue;
}
