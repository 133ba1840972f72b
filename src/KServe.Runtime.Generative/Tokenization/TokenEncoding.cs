using KServe.Runtime.Generative.Tokenization.PostProcessing;

namespace KServe.Runtime.Generative.Tokenization;

/// <summary>Holds the tokens of a text, and where in the text they came from.</summary>
/// <remarks>All lists have one entry for each token. Immutable and thread-safe.</remarks>
public sealed class TokenEncoding
{
    internal TokenEncoding(EncodingPart part, IReadOnlyList<TokenEncoding> overflowing)
    {
        Ids = [.. part.Ids];
        Tokens = [.. part.Tokens];
        Offsets = [.. part.Offsets];
        TypeIds = [.. part.TypeIds];
        SpecialTokensMask = [.. part.SpecialMask];
        AttentionMask = [.. part.AttentionMask];
        Overflowing = overflowing;
    }

    /// <summary>Gets the ids.</summary>
    public IReadOnlyList<int> Ids { get; }

    /// <summary>Gets the texts of the tokens as the vocabulary writes them.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>Gets begin and end of every token in its text, in Unicode code points.</summary>
    /// <remarks>Tokens that were added to the text have (0, 0).</remarks>
    public IReadOnlyList<(int Start, int End)> Offsets { get; }

    /// <summary>Gets the type of every token: which segment it belongs to.</summary>
    public IReadOnlyList<int> TypeIds { get; }

    /// <summary>Gets 1 for tokens that were added to the text, 0 for those of the text.</summary>
    public IReadOnlyList<int> SpecialTokensMask { get; }

    /// <summary>Gets 0 for tokens that fill up, 1 for the others.</summary>
    public IReadOnlyList<int> AttentionMask { get; }

    /// <summary>Gets the further parts of a text that was cut.</summary>
    public IReadOnlyList<TokenEncoding> Overflowing { get; }
}
