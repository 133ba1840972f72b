using System.Numerics.Tensors;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Models.Blocks;
using KServe.Runtime.Generative.Models.Encoders;

namespace KServe.Runtime.Generative.Models.Seq2Seq;

/// <summary>T5: an encoder reads a text, a decoder writes an answer that attends to it.</summary>
/// <remarks>Called by one thread at a time, for one text after the other; not paged and not batched.</remarks>
internal sealed class T5Model(EncoderModel encoder, T5Scratch scratch) : IDisposable
{
    public required IWeightRows Embeddings { get; init; }

    public required T5Layer[] Layers { get; init; }

    public required NormLayer FinalNorm { get; init; }

    public required LinearLayer Output { get; init; }

    /// <summary>Gets what the last states are multiplied with, as tied embeddings ask for.</summary>
    public required float OutputScale { get; init; }

    /// <summary>Gets the numbers in the keys and values of a token.</summary>
    public required int KeyValueWidth { get; init; }

    public int VocabularySize => Output.Rows;

    /// <summary>Reads a text.</summary>
    /// <param name="tokens">The ids, at least one.</param>
    /// <returns>What its answer is decoded with.</returns>
    /// <exception cref="ArgumentException">A token is none of the model's, or there are too many.</exception>
    public T5Session Encode(ReadOnlySpan<int> tokens)
    {
        var batch = new EncoderBatch();
        batch.Add(tokens);
        var states = new float[checked(tokens.Length * encoder.OutputWidth)];
        encoder.Forward(batch, states);
        return new T5Session(this, states, tokens.Length);
    }

    public void Dispose()
    {
        foreach (var layer in Layers)
        {
            layer.Dispose();
        }

        Output.Dispose();
        scratch.Dispose();
        encoder.Dispose();
    }

    internal void Decode(T5Session session, ReadOnlySpan<int> tokens, Span<float> logits)
    {
        Check(session, tokens, logits.Length);
        var width = Embeddings.Columns;
        var hidden = scratch.Hidden.Get(tokens.Length, width);
        for (var i = 0; i < tokens.Length; i++)
        {
            Embeddings.ReadRow(tokens[i], hidden.Slice(i * width, width));
        }

        session.Reserve(tokens.Length, KeyValueWidth);
        for (var i = 0; i < Layers.Length; i++)
        {
            Layers[i].Apply(hidden, tokens.Length, session.Length, session.Own[i], session.Other[i]);
        }

        FinalNorm.Apply(hidden, hidden, scratch.Pool);
        TensorPrimitives.Multiply(hidden, OutputScale, hidden);
        Output.Apply(hidden, tokens.Length, logits, scratch.Pool);
    }

    private void Check(T5Session session, ReadOnlySpan<int> tokens, int logits)
    {
        if (tokens.IsEmpty || session.Length + tokens.Length > encoder.MaxSequenceLength)
        {
            throw new ArgumentException(
                $"{session.Length + tokens.Length} tokens are none of 1 to {encoder.MaxSequenceLength}.",
                nameof(tokens));
        }

        if (logits < (long)tokens.Length * VocabularySize)
        {
            throw new ArgumentException($"The logits do not fit {logits} numbers.", nameof(logits));
        }

        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)Embeddings.Rows)
            {
                throw new ArgumentException($"Token {token} is none of {Embeddings.Rows}.", nameof(tokens));
            }
        }
    }
}
