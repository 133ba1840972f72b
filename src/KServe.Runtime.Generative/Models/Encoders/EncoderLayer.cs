using System.Numerics.Tensors;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>One layer: attention and feed-forward network, with norms behind the sums or in front.</summary>
internal sealed class EncoderLayer : IDisposable
{
    public required EncoderAttention Attention { get; init; }

    /// <summary>Gets the norm of the attention; without one in front, it reads what comes in.</summary>
    public required NormLayer? AttentionNorm { get; init; }

    public required FeedForward FeedForward { get; init; }

    public required NormLayer FeedForwardNorm { get; init; }

    public bool IsNormFirst { get; init; }

    /// <summary>Changes the hidden states of a batch.</summary>
    public void Apply(EncoderBatch batch, EncoderScratch scratch, Span<float> hidden)
    {
        var tokens = batch.Tokens.Length;
        var added = scratch.Added.Get(hidden.Length, 1);
        Attention.Apply(batch, scratch, Before(AttentionNorm, scratch, hidden), added);
        Add(AttentionNorm, scratch, hidden, added);
        FeedForward.Apply(Before(FeedForwardNorm, scratch, hidden), tokens, added, scratch.Pool);
        Add(FeedForwardNorm, scratch, hidden, added);
    }

    public void Dispose()
    {
        Attention.Dispose();
        FeedForward.Dispose();
    }

    private Span<float> Before(NormLayer? norm, EncoderScratch scratch, Span<float> hidden)
    {
        if (!IsNormFirst || norm is null)
        {
            return hidden;
        }

        var normed = scratch.Normed.Get(hidden.Length, 1);
        norm.Apply(hidden, normed, scratch.Pool);
        return normed;
    }

    private void Add(NormLayer? norm, EncoderScratch scratch, Span<float> hidden, ReadOnlySpan<float> added)
    {
        TensorPrimitives.Add(hidden, added, hidden);
        if (!IsNormFirst)
        {
            norm?.Apply(hidden, hidden, scratch.Pool);
        }
    }
}
