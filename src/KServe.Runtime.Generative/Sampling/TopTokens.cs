using KServe.Kernels.Vectors;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>Draws from the likeliest tokens: so many of them, and of these those that other filters leave.</summary>
/// <remarks>Only tokens that may be chosen are ever ordered. Not safe for concurrent use.</remarks>
internal sealed class TopTokens(int vocabularySize)
{
    private readonly float[] _values = new float[vocabularySize];
    private readonly Candidate[] _candidates = new Candidate[vocabularySize];

    /// <summary>Draws a token.</summary>
    /// <param name="logits">The row.</param>
    /// <param name="scaled">The largest number of the row times the scale.</param>
    /// <param name="plan">Temperature and filters, with a number of tokens.</param>
    /// <param name="random">A number from 0 up to but not including 1.</param>
    public int Pick(ReadOnlySpan<float> logits, float scaled, SamplingPlan plan, double random)
    {
        var least = TopValues.FindThreshold(logits, _values.AsSpan(0, plan.TopK));
        var candidates = _candidates.AsSpan(0, TopValues.Collect(logits, least, _candidates));
        Weigh(candidates, plan.Scale, scaled);
        if (plan.MinP > 0)
        {
            candidates = candidates[..Keep(candidates, plan.MinP)];
        }

        var sum = Sum(candidates);
        if (plan.TopP < 1)
        {
            candidates = candidates[..Nucleus.Select(candidates, plan.TopP * sum)];
            sum = Sum(candidates);
        }

        var target = random * sum;
        foreach (ref readonly var candidate in candidates)
        {
            target -= candidate.Value;
            if (target < 0)
            {
                return candidate.Token;
            }
        }

        return candidates[0].Token;
    }

    private void Weigh(Span<Candidate> candidates, float scale, float scaled)
    {
        var values = _values.AsSpan(0, candidates.Length);
        for (var i = 0; i < candidates.Length; i++)
        {
            values[i] = candidates[i].Value;
        }

        Softmax.Weigh(values, scale, scaled, values);
        for (var i = 0; i < candidates.Length; i++)
        {
            candidates[i].Value = values[i];
        }
    }

    // Moves those to the front that are likely enough, in their order.
    private static int Keep(Span<Candidate> candidates, float least)
    {
        var kept = 0;
        foreach (var candidate in candidates)
        {
            if (candidate.Value >= least)
            {
                candidates[kept++] = candidate;
            }
        }

        return kept;
    }

    private static double Sum(ReadOnlySpan<Candidate> candidates)
    {
        var sum = 0.0;
        foreach (ref readonly var candidate in candidates)
        {
            sum += candidate.Value;
        }

        return sum;
    }
}
