using KServe.Runtime.Generative.Engine;

namespace KServe.Runtime.Generative.KvCache;

/// <summary>How many blocks a sequence needs at once, and which of them it will not read again.</summary>
/// <remarks>
/// Where every layer has a window, what lies behind the widest is never read again: a long sequence then has no more
/// blocks at once than this window and the tokens of a step take. Immutable.
/// </remarks>
internal sealed class BlockDemand
{
    private readonly int _blockSize;
    private readonly int _blockCount;
    private readonly int _window;

    /// <summary>Creates the demand of a model's sequences.</summary>
    /// <param name="blockSize">The tokens in a block.</param>
    /// <param name="blockCount">The blocks in the cache.</param>
    /// <param name="window">The tokens that a token sees, itself included; 0 for all.</param>
    /// <param name="maxStepTokens">The most tokens of one sequence in a step.</param>
    public BlockDemand(int blockSize, int blockCount, int window, int maxStepTokens)
    {
        _blockSize = blockSize;
        _blockCount = blockCount;

        // The first and the last block may have one token each that counts: so much is left for those of a step.
        var room = ((blockCount - 1L) * blockSize) - window + 2;
        _window = room >= blockSize ? window : 0;
        MaxStepTokens = _window > 0 ? (int)Math.Min(maxStepTokens, room) : maxStepTokens;
        AtOnce = _window > 0
            ? (int)Math.Min(blockCount, (window + (long)MaxStepTokens + (2L * blockSize) - 3) / blockSize)
            : blockCount;
    }

    /// <summary>Gets the most tokens of one sequence in a step, as far as the cache has room for them.</summary>
    public int MaxStepTokens { get; }

    /// <summary>Gets the most blocks that a sequence has at once, however long it is.</summary>
    public int AtOnce { get; }

    /// <summary>Gets the longest sequence that the cache has room for.</summary>
    public long MaxTokens => _window > 0 ? long.MaxValue : (long)_blockCount * _blockSize;

    /// <summary>Gets whether blocks are given back before their sequence ends.</summary>
    public bool IsWindowed => _window > 0;

    /// <summary>Creates the demand of a model's sequences in an engine.</summary>
    public static BlockDemand Create(ICausalModel model, EngineOptions options)
    {
        var longest = Math.Min(model.MaxSequenceLength, options.MaxSequenceLength ?? int.MaxValue);
        var step = options.MaxPromptTokensPerStep > 0
            ? Math.Min(options.MaxPromptTokensPerStep, options.MaxBatchedTokens)
            : options.MaxBatchedTokens;
        return new BlockDemand(model.BlockSize, model.BlockCount, model.Window < longest ? model.Window : 0, step);
    }

    /// <summary>Counts the blocks of so many tokens.</summary>
    public int CountBlocks(int tokens) => (int)((tokens + _blockSize - 1L) / _blockSize);

    /// <summary>Finds the first block that is read from a position on.</summary>
    public int FindFirst(int computed) => SlidingWindow.FirstBlock(_window, computed, _blockSize);
}
