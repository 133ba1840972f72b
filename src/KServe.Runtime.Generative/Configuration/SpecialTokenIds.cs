using System.Collections.Immutable;

namespace KServe.Runtime.Generative.Configuration;

/// <summary>The ids of a model's special tokens.</summary>
internal sealed record SpecialTokenIds
{
    /// <summary>Gets the token that begins a text.</summary>
    public int? Begin { get; init; }

    /// <summary>Gets the tokens that end an answer.</summary>
    public ImmutableArray<int> End { get; init; } = [];

    /// <summary>Gets the token that fills short rows.</summary>
    public int? Padding { get; init; }

    /// <summary>Gets the token that a decoder of an encoder-decoder begins with.</summary>
    public int? DecoderStart { get; init; }
}
