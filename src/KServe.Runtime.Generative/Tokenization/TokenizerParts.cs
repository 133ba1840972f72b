using KServe.Runtime.Generative.Tokenization.Decoders;
using KServe.Runtime.Generative.Tokenization.Models;
using KServe.Runtime.Generative.Tokenization.Normalizers;
using KServe.Runtime.Generative.Tokenization.PostProcessing;
using KServe.Runtime.Generative.Tokenization.PreTokenizers;

namespace KServe.Runtime.Generative.Tokenization;

/// <summary>What a tokenizer is made of.</summary>
internal sealed record TokenizerParts
{
    /// <summary>Gets the model.</summary>
    public required TokenizerModel Model { get; init; }

    /// <summary>Gets what changes text first.</summary>
    public Normalizer? Normalizer { get; init; }

    /// <summary>Gets what cuts text.</summary>
    public PreTokenizer? PreTokenizer { get; init; }

    /// <summary>Gets what frames encodings.</summary>
    public PostProcessor PostProcessor { get; init; } = new();

    /// <summary>Gets what makes text of tokens.</summary>
    public TokenDecoder Decoder { get; init; } = TokenDecoders.Default;

    /// <summary>Gets the tokens that are found as they stand.</summary>
    public IReadOnlyList<AddedToken> Added { get; init; } = [];

    /// <summary>Gets how the file wants long encodings cut.</summary>
    public TruncationOptions? Truncation { get; init; }

    /// <summary>Gets how the file wants short encodings filled up.</summary>
    public PaddingOptions? Padding { get; init; }
}
