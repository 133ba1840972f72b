using System.Collections.Immutable;

namespace KServe.Runtime.Generative.Configuration;

/// <summary>The shape of a model's attention.</summary>
internal sealed record AttentionConfiguration
{
    /// <summary>Gets the number of query heads.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Gets the number of key and value heads, which divides <see cref="HeadCount"/>.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Gets the numbers in a head.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Gets what scores are multiplied with before the softmax.</summary>
    public required double Scale { get; init; }

    /// <summary>Gets the cap c of <c>c·tanh(score / c)</c>, 0 without.</summary>
    public double LogitSoftcap { get; init; }

    /// <summary>Gets whether the query, key and value matrices have a bias.</summary>
    public bool HasQueryKeyValueBias { get; init; }

    /// <summary>Gets whether the output matrix has a bias.</summary>
    public bool HasOutputBias { get; init; }

    /// <summary>Gets whether query and key heads are normed before they are rotated.</summary>
    public bool HasQueryKeyNorm { get; init; }

    /// <summary>Gets the window of each layer in tokens, 0 for all.</summary>
    /// <remarks>
    /// A decoder's token sees itself and the <c>window - 1</c> tokens before it. An encoder's token sees
    /// <c>window / 2</c> tokens to each side.
    /// </remarks>
    public required ImmutableArray<int> Windows { get; init; }

    /// <summary>Gets the numbers in all query heads.</summary>
    public int QuerySize => HeadCount * HeadSize;

    /// <summary>Gets the numbers in all key heads, and in all value heads.</summary>
    public int KeyValueSize => KeyValueHeadCount * HeadSize;
}
