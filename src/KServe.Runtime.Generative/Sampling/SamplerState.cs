namespace KServe.Runtime.Generative.Sampling;

/// <summary>What the sampler knows of one sequence.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class SamplerState
{
    /// <summary>Creates the state at the end of a prompt.</summary>
    /// <param name="plan">The parameters.</param>
    /// <param name="index">Which of the request's answers it is: each has random numbers of its own.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="mask">What allows tokens; null: nothing forbids any.</param>
    public SamplerState(SamplingPlan plan, int index, ReadOnlySpan<int> prompt, ITokenMask? mask)
    {
        Plan = plan;
        Key = unchecked(plan.Seed + (ulong)index);
        Counts = plan.HasPenalties ? new TokenCounts(prompt) : null;
        Mask = mask;
    }

    public SamplingPlan Plan { get; }

    /// <summary>Gets the key of the sequence's random numbers.</summary>
    public ulong Key { get; }

    public TokenCounts? Counts { get; }

    public ITokenMask? Mask { get; }

    /// <summary>Learns which token was chosen.</summary>
    public void Accept(int token)
    {
        Counts?.Add(token);
        Mask?.Accept(token);
    }
}
