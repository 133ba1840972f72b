using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Engine;

/// <summary>One token of an answer, with the text that it completes.</summary>
internal struct GeneratedToken
{
    /// <summary>The answer that it belongs to, from 0.</summary>
    public int Index;

    /// <summary>The token; -1 for the end of an answer that comes without one.</summary>
    public int Token;

    /// <summary>The place of its text in <see cref="OutputChunk.Text"/>.</summary>
    public int TextStart;

    /// <summary>The length of its text: nothing when a character or a stop text may be incomplete.</summary>
    public int TextLength;

    /// <summary>Why the answer ends with it.</summary>
    public FinishReason FinishReason;

    /// <summary>What is reported of it; null when nothing was asked for.</summary>
    public RankedTokens? Logprobs;
}
