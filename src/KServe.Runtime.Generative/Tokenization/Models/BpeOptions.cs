namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>How a byte-pair model treats words.</summary>
internal sealed record BpeOptions
{
    /// <summary>Gets the token of characters that are in no token, if there is one.</summary>
    public int? UnknownId { get; init; }

    /// <summary>Gets whether unknown characters side by side are one token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Gets whether unknown characters become tokens of their bytes.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Gets whether a word that is a token is not merged from its parts.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>Gets what stands in front of the parts of a word behind the first one.</summary>
    public string ContinuingPrefix { get; init; } = "";

    /// <summary>Gets what stands behind the last part of a word.</summary>
    public string EndOfWordSuffix { get; init; } = "";
}
