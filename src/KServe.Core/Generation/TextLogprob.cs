namespace KServe;

/// <summary>How probable a token was.</summary>
/// <param name="TokenId">The token.</param>
/// <param name="Text">Its text, with U+FFFD for bytes that are no character alone.</param>
/// <param name="Bytes">The bytes that it stands for.</param>
/// <param name="Logprob">The natural logarithm of its probability.</param>
public sealed record TextLogprob(int TokenId, string Text, ReadOnlyMemory<byte> Bytes, float Logprob)
{
    /// <summary>Gets how many tokens were at least as probable, itself included; 0 when it is not known.</summary>
    public int Rank { get; init; }

    /// <summary>Gets the most probable tokens, the first the most.</summary>
    public IReadOnlyList<TextLogprob> Top { get; init; } = [];
}
