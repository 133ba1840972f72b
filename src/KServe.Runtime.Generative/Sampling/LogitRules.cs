namespace KServe.Runtime.Generative.Sampling;

/// <summary>Changes logits as the parameters ask, in vLLM's order.</summary>
internal static class LogitRules
{
    /// <summary>Applies everything that comes before the temperature.</summary>
    /// <param name="logits">One row.</param>
    /// <param name="state">The sequence.</param>
    /// <param name="output">The tokens of its answer so far.</param>
    public static void Apply(Span<float> logits, SamplerState state, ReadOnlySpan<int> output)
    {
        var plan = state.Plan;
        if (plan.Allowed is { } allowed)
        {
            TokenBits.Apply(logits, allowed);
        }

        foreach (var word in plan.BadWords)
        {
            Forbid(logits, word, output);
        }

        if (output.Length < plan.Parameters.MinTokens)
        {
            Forbid(logits, plan.EndTokens);
            Forbid(logits, plan.StopTokens);
        }

        for (var i = 0; i < plan.BiasTokens.Length; i++)
        {
            logits[plan.BiasTokens[i]] += plan.Bias[i];
        }

        if (state.Counts is { } counts)
        {
            Penalize(logits, counts, plan);
        }
    }

    // A bad word's last token may not follow its others.
    private static void Forbid(Span<float> logits, int[] word, ReadOnlySpan<int> output)
    {
        if (output.EndsWith(word.AsSpan(0, word.Length - 1)))
        {
            logits[word[^1]] = float.NegativeInfinity;
        }
    }

    private static void Forbid(Span<float> logits, int[] tokens)
    {
        foreach (var token in tokens)
        {
            logits[token] = float.NegativeInfinity;
        }
    }

    private static void Penalize(Span<float> logits, TokenCounts counts, SamplingPlan plan)
    {
        var parameters = plan.Parameters;
        var repetition = plan.RepetitionPenalty;
        var tokens = counts.Tokens;
        var times = counts.Counts;
        for (var i = 0; i < tokens.Length; i++)
        {
            ref var logit = ref logits[tokens[i]];
            logit = logit > 0 ? logit / repetition : logit * repetition;
            if (times[i] > 0)
            {
                logit -= parameters.FrequencyPenalty * times[i];
                logit -= parameters.PresencePenalty;
            }
        }
    }
}
