using KServe.Kernels.Compute;

namespace KServe.Runtime.Generative.Engine;

/// <summary>A decoder that computes the next tokens' logits of many sequences in one step.</summary>
/// <remarks>
/// Called by one thread at a time. What a token's logits are depends on its own sequence alone, bit for bit: not on its
/// neighbours in the batch, nor on how a prompt is cut into steps, nor on the threads.
/// </remarks>
internal interface ICausalModel : IDisposable
{
    /// <summary>Gets the number of logits of a token.</summary>
    int VocabularySize { get; }

    /// <summary>Gets the longest sequence that the positions of the model reach.</summary>
    int MaxSequenceLength { get; }

    /// <summary>Gets the tokens in a block of the KV cache.</summary>
    int BlockSize { get; }

    /// <summary>Gets the blocks in the KV cache.</summary>
    int BlockCount { get; }

    /// <summary>Gets how many tokens a token sees at most in any layer, itself included; 0 for all.</summary>
    /// <remarks>Blocks that lie wholly behind are not read: their places in a table may hold anything.</remarks>
    int Window { get; }

    /// <summary>Gets the threads that compute, idle between steps; null for the caller's alone.</summary>
    ComputePool? Threads { get; }

    /// <summary>Computes one step: writes keys and values of all its tokens, and the logits that it asks for.</summary>
    /// <param name="batch">The tokens and their sequences.</param>
    /// <param name="logits">Takes [<see cref="StepBatch.LogitRows"/>, <see cref="VocabularySize"/>], sequence after
    /// sequence.</param>
    void Forward(StepBatch batch, Span<float> logits);

    /// <summary>Copies the keys and values of one block to another.</summary>
    /// <param name="source">The block to read.</param>
    /// <param name="destination">The block to overwrite.</param>
    void CopyBlock(int source, int destination);
}
