using KServe.Kernels.Compute;
using KServe.Kernels.Vectors;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>A decoder over a paged KV cache, built from the blocks that its plan names.</summary>
internal sealed class DecoderModel : ICausalModel
{
    private readonly DecoderSlice _slice;
    private readonly DecoderScratch _scratch;
    private readonly KvStore _store;

    public DecoderModel(KvStore store, DecoderScratch scratch, int maxSliceTokens)
    {
        _store = store;
        _scratch = scratch;
        _slice = new DecoderSlice(maxSliceTokens);
    }

    public required TokenEmbeddings Embeddings { get; init; }

    public required DecoderLayer[] Layers { get; init; }

    /// <summary>Gets the angles that each slice computes once.</summary>
    public required RotaryAngles[] Rotary { get; init; }

    public required NormLayer FinalNorm { get; init; }

    public required LinearLayer Output { get; init; }

    /// <summary>Gets the cap of the logits, 0 for none.</summary>
    public float LogitCap { get; init; }

    public required int MaxSequenceLength { get; init; }

    public int VocabularySize => Output.Rows;

    public int BlockSize => _store.Layout.BlockSize;

    public int BlockCount => _store.BlockCount;

    public int Window { get; init; }

    public ComputePool Threads => _scratch.Pool;

    /// <summary>Gets the bytes of the matrices that one token reads.</summary>
    public long WeightBytes => Output.SizeInBytes + Layers.Sum(static layer => layer.SizeInBytes);

    public void Forward(StepBatch batch, Span<float> logits)
    {
        StepCheck.Require(batch, this, logits.Length);
        _slice.Clear();
        foreach (ref readonly var sequence in batch.Sequences)
        {
            for (var first = 0; first < sequence.TokenCount;)
            {
                first += _slice.Add(batch.Tokens, sequence, first, BlockSize, Window);
                if (_slice.IsFull)
                {
                    var rows = _slice.LogitCount;
                    RunSlice(logits);
                    logits = logits[(rows * VocabularySize)..];
                }
            }
        }

        RunSlice(logits);
    }

    public void CopyBlock(int source, int destination) => _store.CopyBlock(source, destination);

    public void Dispose()
    {
        foreach (var layer in Layers)
        {
            layer.Dispose();
        }

        Output.Dispose();
        Embeddings.Dispose();
        _scratch.Dispose();
        _store.Dispose();
    }

    private void RunSlice(Span<float> logits)
    {
        var tokens = _slice.TokenCount;
        if (tokens == 0)
        {
            return;
        }

        var width = Embeddings.Width;
        var hidden = _scratch.Hidden.Get(tokens, width);
        Embeddings.Read(_slice.Tokens, _slice.Positions, hidden);
        foreach (var angles in Rotary)
        {
            angles.Compute(_slice.Positions);
        }

        foreach (var layer in Layers)
        {
            layer.Apply(_slice, _scratch, _store, hidden, width);
        }

        if (_slice.LogitCount > 0)
        {
            ComputeLogits(hidden, width, logits[..(_slice.LogitCount * VocabularySize)]);
        }

        _slice.Clear();
    }

    private void ComputeLogits(ReadOnlySpan<float> hidden, int width, Span<float> logits)
    {
        var last = _scratch.Last.Get(_slice.LogitCount, width);
        for (var i = 0; i < _slice.LogitCount; i++)
        {
            hidden.Slice(_slice.LogitTokens[i] * width, width).CopyTo(last[(i * width)..]);
        }

        FinalNorm.Apply(last, last, _scratch.Pool);
        Output.Apply(last, _slice.LogitCount, logits, _scratch.Pool);
        if (LogitCap > 0f)
        {
            Activations.SoftCap(logits, LogitCap);
        }
    }
}
