namespace KServe.Runtime.Generative.Engine;

/// <summary>One sequence's part of a step.</summary>
internal struct StepSequence
{
    /// <summary>The index of its first token in <see cref="StepBatch.Tokens"/>; its tokens lie side by side.</summary>
    public int FirstToken;

    /// <summary>How many tokens it computes in this step.</summary>
    public int TokenCount;

    /// <summary>How many tokens before them are in the cache: the position of its first token.</summary>
    public int ContextLength;

    /// <summary>How many of its last tokens want logits: 0 in the middle of a prompt, 1 at its end, or all.</summary>
    public int LogitCount;

    /// <summary>Its blocks, in order; at least enough for the context and the new tokens. Those behind the model's
    /// window are not read.</summary>
    public int[] Blocks;
}
