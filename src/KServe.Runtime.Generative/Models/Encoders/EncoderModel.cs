using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>An encoder and what stands on top of it.</summary>
/// <remarks>
/// Called by one thread at a time. What a sequence's outputs are depends on it alone, bit for bit: not on its
/// neighbours in the batch, nor on the threads.
/// </remarks>
internal sealed class EncoderModel(EncoderScratch scratch, IDisposable file) : IDisposable
{
    public required EncoderEmbeddings Embeddings { get; init; }

    public required EncoderLayer[] Layers { get; init; }

    /// <summary>Gets the angles that each batch computes once.</summary>
    public required RotaryAngles[] Rotary { get; init; }

    public NormLayer? FinalNorm { get; init; }

    public required IEncoderHead Head { get; init; }

    /// <summary>Gets the longest sequence that the positions of the model reach.</summary>
    public required int MaxSequenceLength { get; init; }

    /// <summary>Gets the numbers in a row of outputs.</summary>
    public int OutputWidth => Head.Width;

    /// <summary>Returns how many rows of outputs a batch has.</summary>
    public int OutputRows(EncoderBatch batch) => Head.IsPerToken ? batch.OutputTokens : batch.Sequences.Length;

    /// <summary>Computes the outputs of a batch.</summary>
    /// <param name="batch">The sequences.</param>
    /// <param name="output">Takes [<see cref="OutputRows"/>, <see cref="OutputWidth"/>].</param>
    /// <exception cref="ArgumentException">A token or its segment is none of the model's, a sequence is too long, or
    /// the output too short.</exception>
    public void Forward(EncoderBatch batch, Span<float> output)
    {
        Check(batch, output.Length);
        var tokens = batch.Tokens.Length;
        if (tokens == 0)
        {
            return;
        }

        var hidden = scratch.Hidden.Get(tokens, Embeddings.Width);
        Embeddings.Read(batch, hidden, scratch.Pool);
        foreach (var angles in Rotary)
        {
            angles.Compute(batch.Positions);
        }

        foreach (var layer in Layers)
        {
            layer.Apply(batch, scratch, hidden);
        }

        FinalNorm?.Apply(hidden, hidden, scratch.Pool);
        Head.Apply(batch, scratch, hidden, output[..checked(OutputRows(batch) * OutputWidth)]);
    }

    public void Dispose()
    {
        foreach (var layer in Layers)
        {
            layer.Dispose();
        }

        Head.Dispose();
        scratch.Dispose();
        file.Dispose();
    }

    private void Check(EncoderBatch batch, int output)
    {
        if (output < (long)OutputRows(batch) * OutputWidth)
        {
            throw new ArgumentException($"The outputs do not fit {output} numbers.", nameof(output));
        }

        foreach (ref readonly var sequence in batch.Sequences)
        {
            if (sequence.TokenCount > MaxSequenceLength)
            {
                throw new ArgumentException(
                    $"A sequence of {sequence.TokenCount} tokens is longer than {MaxSequenceLength}.", nameof(batch));
            }
        }

        for (var i = 0; i < batch.Tokens.Length; i++)
        {
            if ((uint)batch.Tokens[i] >= (uint)Embeddings.Count
                || (uint)batch.TokenTypes[i] >= (uint)Embeddings.TokenTypeCount)
            {
                throw new ArgumentException(
                    $"Token {batch.Tokens[i]} of segment {batch.TokenTypes[i]} is none of the model's.", nameof(batch));
            }
        }
    }
}
