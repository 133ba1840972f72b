using System.Numerics.Tensors;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>Draws a token from the probabilities that temperature and filters leave.</summary>
/// <remarks>
/// One random number and the inverse of the cumulative distribution; filters are thresholds, so that only tokens which
/// may be chosen are ever ordered. Not safe for concurrent use.
/// </remarks>
internal sealed class TokenPicker
{
    private const int ChunkSize = 1024;

    // Keeps rounding from leaving out a token at the border of the nucleus.
    private const float Slack = 0.01f;

    private readonly float[] _work;
    private readonly double[] _sums;
    private readonly Candidate[] _candidates;

    public TokenPicker(int vocabularySize)
    {
        _work = new float[vocabularySize];
        _sums = new double[(vocabularySize + ChunkSize - 1) / ChunkSize];
        _candidates = new Candidate[vocabularySize];
    }

    /// <summary>Draws a token.</summary>
    /// <param name="logits">The row, which is scaled.</param>
    /// <param name="plan">Temperature and filters.</param>
    /// <param name="random">A number from 0 up to but not including 1.</param>
    /// <returns>The token; -1 when all logits are minus infinity.</returns>
    public int Pick(Span<float> logits, SamplingPlan plan, double random)
    {
        if (plan.Scale != 1)
        {
            TensorPrimitives.Multiply(logits, plan.Scale, logits);
        }

        var max = TensorPrimitives.Max<float>(logits);
        if (!float.IsFinite(max))
        {
            return -1;
        }

        return plan.HasFilter ? PickFiltered(logits, max, plan, random) : PickAny(logits, max, random);
    }

    private int PickAny(ReadOnlySpan<float> logits, float max, double random)
    {
        var total = ComputeWeights(logits, max);
        var target = random * total;
        var chunk = 0;
        while (chunk < _sums.Length - 1 && target >= _sums[chunk])
        {
            target -= _sums[chunk++];
        }

        var start = chunk * ChunkSize;
        var weights = _work.AsSpan(start, Math.Min(ChunkSize, logits.Length - start));
        var last = -1;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                last = i;
                target -= weights[i];
                if (target < 0)
                {
                    break;
                }
            }
        }

        // A chunk of zeros is reached by rounding alone: the likeliest token is then as good as any.
        return last < 0 ? TensorPrimitives.IndexOfMax(logits) : start + last;
    }

    private int PickFiltered(ReadOnlySpan<float> logits, float max, SamplingPlan plan, double random)
    {
        var topP = plan.TopP;
        var least = FindLeast(logits, max, plan, out var total);
        var candidates = _candidates.AsSpan(0, TopValues.Collect(logits, least, _candidates));
        foreach (ref var candidate in candidates)
        {
            candidate.Value = MathF.Exp(candidate.Value - max);
        }

        var sum = Sum(candidates);
        if (topP < 1)
        {
            // The share is one of all that the other filters leave, collected or not.
            candidates = candidates[..Nucleus.Select(candidates, topP * (total ?? sum))];
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

    // The total is given when candidates are left out that count for the nucleus's share.
    private float FindLeast(ReadOnlySpan<float> logits, float max, SamplingPlan plan, out double? total)
    {
        total = null;
        var minP = plan.MinP;
        var least = minP > 0 ? max + MathF.Log(minP) : float.NegativeInfinity;
        if (plan.TopK > 0)
        {
            return Math.Max(least, TopValues.FindThreshold(logits, _work.AsSpan(0, plan.TopK)));
        }

        if (minP > 0)
        {
            return least;
        }

        // All tokens less likely than (1 - p) / V are together less likely than 1 - p: none is in the nucleus.
        total = ComputeWeights(logits, max);
        return max + (float)Math.Log((1 - plan.TopP) * total.Value / logits.Length) - Slack;
    }

    private double ComputeWeights(ReadOnlySpan<float> logits, float max)
    {
        var work = _work.AsSpan(0, logits.Length);
        TensorPrimitives.Subtract(logits, max, work);
        TensorPrimitives.Exp(work, work);
        var total = 0.0;
        for (var i = 0; i < _sums.Length; i++)
        {
            var start = i * ChunkSize;
            _sums[i] = TensorPrimitives.Sum<float>(work.Slice(start, Math.Min(ChunkSize, work.Length - start)));
            total += _sums[i];
        }

        return total;
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
