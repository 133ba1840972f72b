using System.Numerics.Tensors;
using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>One layer: attention and feed-forward network, each added to what comes in.</summary>
internal sealed class DecoderLayer : IDisposable
{
    public required NormLayer AttentionNorm { get; init; }

    public required DecoderAttention Attention { get; init; }

    public NormLayer? AttentionOutputNorm { get; init; }

    public required NormLayer FeedForwardNorm { get; init; }

    public required IFeedForward FeedForward { get; init; }

    public NormLayer? FeedForwardOutputNorm { get; init; }

    /// <summary>Gets whether the feed-forward network reads what the attention reads.</summary>
    public bool IsParallel { get; init; }

    public long SizeInBytes => Attention.SizeInBytes + FeedForward.SizeInBytes;

    /// <summary>Changes the hidden states of a slice.</summary>
    public void Apply(DecoderSlice slice, DecoderScratch scratch, KvStore store, Span<float> hidden, int width)
    {
        var tokens = slice.TokenCount;
        var normed = scratch.Normed.Get(tokens, width);
        var added = scratch.Added.Get(tokens, width);
        AttentionNorm.Apply(hidden, normed, scratch.Pool);
        Attention.Apply(slice, scratch, store, normed, added);
        AttentionOutputNorm?.Apply(added, added, scratch.Pool);
        if (IsParallel)
        {
            var addedToo = scratch.AddedToo.Get(tokens, width);
            FeedForwardNorm.Apply(hidden, normed, scratch.Pool);
            FeedForward.Apply(normed, tokens, addedToo, scratch.Pool);
            TensorPrimitives.Add(added, addedToo, added);
            TensorPrimitives.Add(hidden, added, hidden);
            return;
        }

        TensorPrimitives.Add(hidden, added, hidden);
        FeedForwardNorm.Apply(hidden, normed, scratch.Pool);
        FeedForward.Apply(normed, tokens, added, scratch.Pool);
        FeedForwardOutputNorm?.Apply(added, added, scratch.Pool);
        TensorPrimitives.Add(hidden, added, hidden);
    }

    public void Dispose()
    {
        Attention.Dispose();
        FeedForward.Dispose();
    }
}
