using System.Runtime.InteropServices;
using KServe.Kernels.Attention;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.KvCache;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>The tokens of a step that go through the layers together.</summary>
/// <remarks>A sequence that is cut continues in the next slice, with the tokens before it in the cache.</remarks>
internal sealed unsafe class DecoderSlice(int maxTokens)
{
    private readonly int[] _tokens = new int[maxTokens];
    private readonly int[] _positions = new int[maxTokens];
    private readonly int[] _logitTokens = new int[maxTokens];
    private AttentionSequence[] _sequences = new AttentionSequence[16];
    private int[] _blocks = GC.AllocateUninitializedArray<int>(256, pinned: true);
    private int _sequenceCount;
    private int _blockCount;

    /// <summary>Gets how many tokens there are.</summary>
    public int TokenCount { get; private set; }

    /// <summary>Gets how many tokens want logits.</summary>
    public int LogitCount { get; private set; }

    /// <summary>Gets whether there is no space for another token.</summary>
    public bool IsFull => TokenCount == maxTokens;

    /// <summary>Gets the ids.</summary>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, TokenCount);

    /// <summary>Gets the positions.</summary>
    public ReadOnlySpan<int> Positions => _positions.AsSpan(0, TokenCount);

    /// <summary>Gets which tokens want logits.</summary>
    public ReadOnlySpan<int> LogitTokens => _logitTokens.AsSpan(0, LogitCount);

    /// <summary>Gets the sequences, for the kernel of attention.</summary>
    public ReadOnlySpan<AttentionSequence> Sequences => _sequences.AsSpan(0, _sequenceCount);

    /// <summary>Empties the slice.</summary>
    public void Clear() => (TokenCount, LogitCount, _sequenceCount, _blockCount) = (0, 0, 0, 0);

    /// <summary>Takes as many of a sequence's tokens as there is space for.</summary>
    /// <param name="tokens">The tokens of the step.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="first">The first of its tokens that no slice took yet.</param>
    /// <param name="blockSize">The tokens in a block.</param>
    /// <param name="window">The tokens that a token sees at most; 0 for all.</param>
    /// <returns>How many were taken.</returns>
    public int Add(ReadOnlySpan<int> tokens, in StepSequence sequence, int first, int blockSize, int window)
    {
        var count = Math.Min(sequence.TokenCount - first, maxTokens - TokenCount);
        var position = sequence.ContextLength + first;
        var blocks = AddBlocks(
            sequence.Blocks.AsSpan(0, (position + count + blockSize - 1) / blockSize),
            SlidingWindow.FirstBlock(window, position, blockSize));
        if (_sequenceCount == _sequences.Length)
        {
            Array.Resize(ref _sequences, 2 * _sequenceCount);
        }

        _sequences[_sequenceCount++] = new AttentionSequence
        {
            FirstToken = TokenCount,
            TokenCount = count,
            ContextLength = position,
            Blocks = blocks,
        };
        for (var i = 0; i < count; i++)
        {
            if (first + i >= sequence.TokenCount - sequence.LogitCount)
            {
                _logitTokens[LogitCount++] = TokenCount;
            }

            _tokens[TokenCount] = tokens[sequence.FirstToken + first + i];
            _positions[TokenCount++] = position + i;
        }

        return count;
    }

    // The kernel loads whole tiles, and leaves out of them what is not seen: any block of the sequence may stand there.
    private int* AddBlocks(ReadOnlySpan<int> blocks, int firstSeen)
    {
        if (_blockCount + blocks.Length > _blocks.Length)
        {
            Grow(_blockCount + blocks.Length);
        }

        var copy = _blocks.AsSpan(_blockCount, blocks.Length);
        blocks.CopyTo(copy);
        copy[..firstSeen].Fill(blocks[firstSeen]);
        var start = (int*)Marshal.UnsafeAddrOfPinnedArrayElement(_blocks, _blockCount);
        _blockCount += blocks.Length;
        return start;
    }

    // The tables of earlier sequences move along.
    private void Grow(int length)
    {
        var grown = GC.AllocateUninitializedArray<int>(2 * length, pinned: true);
        _blocks.AsSpan(0, _blockCount).CopyTo(grown);
        var before = (int*)Marshal.UnsafeAddrOfPinnedArrayElement(_blocks, 0);
        var after = (int*)Marshal.UnsafeAddrOfPinnedArrayElement(grown, 0);
        foreach (ref var sequence in _sequences.AsSpan(0, _sequenceCount))
        {
            sequence.Blocks = after + (sequence.Blocks - before);
        }

        _blocks = grown;
    }
}
