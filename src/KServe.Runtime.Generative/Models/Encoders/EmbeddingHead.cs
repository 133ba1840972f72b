using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>One vector per sequence.</summary>
internal sealed class EmbeddingHead(PoolingConfiguration pooling, int hiddenSize) : IEncoderHead
{
    public int Width => hiddenSize;

    public bool IsPerToken => false;

    public void Apply(EncoderBatch batch, EncoderScratch scratch, ReadOnlySpan<float> hidden, Span<float> output)
    {
        for (var i = 0; i < batch.Sequences.Length; i++)
        {
            var sequence = batch.Sequences[i];
            var vector = output.Slice(i * hiddenSize, hiddenSize);
            Pooling.Apply(
                pooling.Mode,
                hidden.Slice(sequence.FirstToken * hiddenSize, sequence.TokenCount * hiddenSize),
                vector);
            if (pooling.Normalizes)
            {
                Pooling.Normalize(vector);
            }
        }
    }

    public void Dispose()
    {
    }
}
