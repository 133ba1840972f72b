using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Scheduling;

/// <summary>One answer in the making: a prompt, the tokens so far, and how many of both are in the cache.</summary>
/// <remarks>
/// There are no phases: a step computes tokens that are not in the cache yet, many of a prompt or the one that was
/// chosen last. Belongs to the step loop.
/// </remarks>
internal sealed class Sequence
{
    // The prompt's own array until the first token is added: answers to one prompt share it.
    private int[] _tokens;

    /// <summary>Creates a sequence with nothing computed.</summary>
    /// <param name="owner">The request.</param>
    /// <param name="index">Which of its answers this is.</param>
    /// <param name="prompt">The prompt, which is not written to.</param>
    public Sequence(Generation owner, int index, int[] prompt)
    {
        Owner = owner;
        Index = index;
        PromptLength = prompt.Length;
        Count = prompt.Length;
        _tokens = prompt;
    }

    public Generation Owner { get; }

    public int Index { get; }

    public int PromptLength { get; }

    /// <summary>Gets how many tokens there are, the answer's included.</summary>
    public int Count { get; private set; }

    /// <summary>Gets or sets how many of them are in the cache.</summary>
    public int Computed { get; set; }

    /// <summary>Gets how many are not.</summary>
    public int Remaining => Count - Computed;

    public int OutputCount => Count - PromptLength;

    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, Count);

    public ReadOnlySpan<int> Output => _tokens.AsSpan(PromptLength, OutputCount);

    public BlockTable Table { get; } = new();

    /// <summary>Gets or sets the names of its blocks; null without a prefix cache.</summary>
    public HashChain? Names { get; set; }

    public SequenceState State { get; set; }

    /// <summary>Gets or sets its number: later sequences have larger ones.</summary>
    public long Id { get; set; }

    /// <summary>Gets or sets its place among those of the same priority and tenant; the smallest goes first.</summary>
    public double Key { get; set; }

    /// <summary>Gets or sets how often its blocks were taken away.</summary>
    public int Preemptions { get; set; }

    /// <summary>Gets or sets up to which position its tenant has been charged.</summary>
    public int Charged { get; set; }

    /// <summary>Gets or sets how many tokens of the prompt have had their log-probabilities reported.</summary>
    public int PromptLogprobsRead { get; set; }

    /// <summary>Gets whether log-probabilities of the prompt are wanted and not all there.</summary>
    public bool WantsPromptLogprobs =>
        Index == 0
        && Owner.Plan.Parameters.PromptLogprobs is not null
        && PromptLogprobsRead < PromptLength - 1;

    /// <summary>Gets or sets what the sampler knows of it.</summary>
    public required SamplerState Sampler { get; init; }

    /// <summary>Gets or sets the text of the answer; null when only tokens are wanted.</summary>
    public SequenceText? Text { get; init; }

    public FinishReason FinishReason { get; set; }

    /// <summary>Gets or sets the stop token that ended it; -1 for none.</summary>
    public int StopToken { get; set; } = -1;

    /// <summary>Gets or sets when its last token was chosen, as a timestamp.</summary>
    public long LastTokenAt { get; set; }

    /// <summary>Adds a token to the answer.</summary>
    public void Append(int token)
    {
        if (Count == _tokens.Length)
        {
            Array.Resize(ref _tokens, Count + Math.Max(16, Count / 2));
        }

        _tokens[Count++] = token;
    }
}
