using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.KvCache;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>Checks a step before any of it is written to the cache.</summary>
internal static class StepCheck
{
    /// <exception cref="ArgumentException">A token, a position, a block or the logits are out of range.</exception>
    public static void Require(StepBatch batch, DecoderModel model, int logits)
    {
        if (logits < (long)batch.LogitRows * model.VocabularySize)
        {
            throw new ArgumentException(
                $"{batch.LogitRows} rows of logits do not fit {logits} numbers.", nameof(logits));
        }

        foreach (var token in batch.Tokens)
        {
            if ((uint)token >= (uint)model.Embeddings.Count)
            {
                throw new ArgumentException($"Token {token} is none of {model.Embeddings.Count}.", nameof(batch));
            }
        }

        foreach (ref readonly var sequence in batch.Sequences)
        {
            RequireSequence(sequence, model);
        }
    }

    private static void RequireSequence(in StepSequence sequence, DecoderModel model)
    {
        var length = (long)sequence.ContextLength + sequence.TokenCount;
        if (sequence.ContextLength < 0 || sequence.TokenCount < 1 || length > model.MaxSequenceLength)
        {
            throw new ArgumentException(
                $"A sequence of {length} tokens is none of 1 to {model.MaxSequenceLength}.", nameof(sequence));
        }

        if (sequence.LogitCount < 0 || sequence.LogitCount > sequence.TokenCount)
        {
            throw new ArgumentException("More logits than tokens are asked for.", nameof(sequence));
        }

        var blocks = (int)((length + model.BlockSize - 1) / model.BlockSize);
        if (sequence.Blocks.Length < blocks)
        {
            throw new ArgumentException($"{length} tokens need {blocks} blocks.", nameof(sequence));
        }

        var first = SlidingWindow.FirstBlock(model.Window, sequence.ContextLength, model.BlockSize);
        foreach (var block in sequence.Blocks.AsSpan(first, blocks - first))
        {
            if ((uint)block >= (uint)model.BlockCount)
            {
                throw new ArgumentException($"Block {block} is none of {model.BlockCount}.", nameof(sequence));
            }
        }
    }
}
