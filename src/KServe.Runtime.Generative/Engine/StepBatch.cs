namespace KServe.Runtime.Generative.Engine;

/// <summary>What one step computes: tokens of several sequences, side by side.</summary>
/// <remarks>Reused from step to step by the loop that owns it.</remarks>
internal sealed class StepBatch
{
    private int[] _tokens = new int[64];
    private StepSequence[] _sequences = new StepSequence[8];
    private int _tokenCount;
    private int _sequenceCount;

    /// <summary>Gets the ids of all tokens, sequence after sequence.</summary>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, _tokenCount);

    /// <summary>Gets the sequences.</summary>
    public ReadOnlySpan<StepSequence> Sequences => _sequences.AsSpan(0, _sequenceCount);

    /// <summary>Gets how many rows of logits are asked for.</summary>
    public int LogitRows { get; private set; }

    /// <summary>Empties the batch.</summary>
    public void Clear()
    {
        _sequences.AsSpan(0, _sequenceCount).Clear();
        _tokenCount = 0;
        _sequenceCount = 0;
        LogitRows = 0;
    }

    /// <summary>Adds a sequence's next tokens.</summary>
    /// <param name="tokens">The ids, at least one.</param>
    /// <param name="contextLength">The tokens before them that are in the cache.</param>
    /// <param name="logitCount">How many of the last tokens want logits.</param>
    /// <param name="blocks">The blocks of the sequence.</param>
    public void Add(ReadOnlySpan<int> tokens, int contextLength, int logitCount, int[] blocks)
    {
        if (_tokenCount + tokens.Length > _tokens.Length)
        {
            Array.Resize(ref _tokens, Math.Max(_tokens.Length * 2, _tokenCount + tokens.Length));
        }

        if (_sequenceCount == _sequences.Length)
        {
            Array.Resize(ref _sequences, _sequenceCount * 2);
        }

        tokens.CopyTo(_tokens.AsSpan(_tokenCount));
        _sequences[_sequenceCount++] = new StepSequence
        {
            FirstToken = _tokenCount,
            TokenCount = tokens.Length,
            ContextLength = contextLength,
            LogitCount = logitCount,
            Blocks = blocks,
        };
        _tokenCount += tokens.Length;
        LogitRows += logitCount;
    }
}
