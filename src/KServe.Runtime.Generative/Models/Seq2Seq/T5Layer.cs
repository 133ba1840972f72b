using System.Numerics.Tensors;
using KServe.Kernels.Attention;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Seq2Seq;

/// <summary>A layer of the decoder: attention to itself, to the encoder's states, and a feed-forward network.</summary>
internal sealed class T5Layer(AttentionShape shape, DistanceBias bias, T5Scratch scratch) : IDisposable
{
    public required NormLayer SelfNorm { get; init; }

    public required LinearLayer SelfQueryKeyValue { get; init; }

    public required LinearLayer SelfOutput { get; init; }

    public required NormLayer CrossNorm { get; init; }

    public required LinearLayer CrossQuery { get; init; }

    public required LinearLayer CrossKeyValue { get; init; }

    public required LinearLayer CrossOutput { get; init; }

    public required NormLayer FeedForwardNorm { get; init; }

    public required FeedForward FeedForward { get; init; }

    private int Size => shape.HeadCount * shape.HeadSize;

    /// <summary>Computes the keys and values of the encoder's states.</summary>
    public float[] CrossRows(ReadOnlySpan<float> states, int tokens)
    {
        var rows = new float[checked(tokens * 2 * Size)];
        CrossKeyValue.Apply(states, tokens, rows, scratch.Pool);
        return rows;
    }

    /// <summary>Changes the hidden states of the tokens that follow those whose keys and values are there.</summary>
    /// <param name="hidden">The states.</param>
    /// <param name="tokens">How many tokens.</param>
    /// <param name="length">How many came before.</param>
    /// <param name="own">Keys and values of the decoder's tokens, with space for these.</param>
    /// <param name="other">Keys and values of the encoder's states.</param>
    public void Apply(Span<float> hidden, int tokens, int length, float[] own, float[] other)
    {
        var normed = scratch.Normed.Get(hidden.Length, 1);
        var added = scratch.Added.Get(hidden.Length, 1);
        SelfNorm.Apply(hidden, normed, scratch.Pool);
        AttendSelf(normed, tokens, length, own, added);
        TensorPrimitives.Add(hidden, added, hidden);

        CrossNorm.Apply(hidden, normed, scratch.Pool);
        AttendOther(normed, tokens, other, added);
        TensorPrimitives.Add(hidden, added, hidden);

        FeedForwardNorm.Apply(hidden, normed, scratch.Pool);
        FeedForward.Apply(normed, tokens, added, scratch.Pool);
        TensorPrimitives.Add(hidden, added, hidden);
    }

    public void Dispose()
    {
        SelfQueryKeyValue.Dispose();
        SelfOutput.Dispose();
        CrossQuery.Dispose();
        CrossKeyValue.Dispose();
        CrossOutput.Dispose();
        FeedForward.Dispose();
    }

    private void AttendSelf(ReadOnlySpan<float> input, int tokens, int length, float[] own, Span<float> output)
    {
        var rows = scratch.Queries.Get(tokens, 3 * Size);
        SelfQueryKeyValue.Apply(input, tokens, rows, scratch.Pool);
        for (var token = 0; token < tokens; token++)
        {
            rows.Slice((token * 3 * Size) + Size, 2 * Size).CopyTo(own.AsSpan((length + token) * 2 * Size));
        }

        var mixed = scratch.Mixed.Get(tokens, Size);
        scratch.Attention.Rows(
            shape,
            isCausal: true,
            [new AttentionSequence { TokenCount = tokens, ContextLength = length }],
            [new AttentionSequence { TokenCount = length + tokens }],
            rows,
            3 * Size,
            own,
            own.AsSpan(Size),
            2 * Size,
            bias,
            mixed);
        SelfOutput.Apply(mixed, tokens, output, scratch.Pool);
    }

    private void AttendOther(ReadOnlySpan<float> input, int tokens, float[] other, Span<float> output)
    {
        var queries = scratch.Queries.Get(tokens, Size);
        CrossQuery.Apply(input, tokens, queries, scratch.Pool);
        var mixed = scratch.Mixed.Get(tokens, Size);
        scratch.Attention.Rows(
            shape,
            isCausal: false,
            [new AttentionSequence { TokenCount = tokens }],
            [new AttentionSequence { TokenCount = other.Length / (2 * Size) }],
            queries,
            Size,
            other,
            other.AsSpan(Size),
            2 * Size,
            bias: null,
            mixed);
        CrossOutput.Apply(mixed, tokens, output, scratch.Pool);
    }
}
