namespace KServe.Runtime.Generative.Tokenization;

/// <summary>A token that is found in text as it stands, before any splitting.</summary>
internal sealed record AddedToken(int Id, string Content)
{
    /// <summary>Gets whether it counts only where no letter stands beside it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Gets whether white space in front belongs to it.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Gets whether white space behind belongs to it.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Gets whether it is looked for in normalized text.</summary>
    public bool Normalized { get; init; }

    /// <summary>Gets whether decoding can leave it out.</summary>
    public bool Special { get; init; }
}
