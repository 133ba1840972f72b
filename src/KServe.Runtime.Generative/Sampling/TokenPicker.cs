using KServe.Kernels.Vectors;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>Draws a token from the probabilities that temperature and filters leave.</summary>
/// <remarks>
/// Nothing is ordered unless <c>top_k</c> asks for it. A token is in the nucleus when those before it, likelier ones
/// and of equals those with smaller ids, have less than the share: so one is drawn from all, and those before it are
/// summed. Where they have the share, the nucleus lies among them, and one of them is drawn with the next random
/// number: rejection sampling with a pivot. Weights are relative to the likeliest token's, which is 1. Not safe for
/// concurrent use.
/// </remarks>
internal sealed class TokenPicker
{
    private const int ChunkSize = 1024;

    private readonly int _vocabularySize;
    private readonly double[] _sums;
    private readonly float[] _chunk = new float[ChunkSize];
    private float[] _weights = [];
    private TopTokens? _top;

    public TokenPicker(int vocabularySize)
    {
        _vocabularySize = vocabularySize;
        _sums = new double[(vocabularySize + ChunkSize - 1) / ChunkSize];
    }

    /// <summary>Draws a token.</summary>
    /// <param name="logits">The row.</param>
    /// <param name="largest">The largest number of the row.</param>
    /// <param name="likeliest">Its token, the first of equals.</param>
    /// <param name="plan">Temperature and filters.</param>
    /// <param name="random">The random numbers of the token.</param>
    /// <returns>The token; -1 when all logits are minus infinity.</returns>
    public int Pick(ReadOnlySpan<float> logits, float largest, int likeliest, SamplingPlan plan, TokenRandom random)
    {
        var scaled = largest * plan.Scale;
        if (!float.IsFinite(scaled))
        {
            return -1;
        }

        if (plan.TopK > 0)
        {
            _top ??= new TopTokens(_vocabularySize);
            return _top.Pick(logits, scaled, plan, random.Next(0));
        }

        return plan.HasFilter
            ? PickFiltered(logits, scaled, likeliest, plan, random)
            : PickAny(logits, scaled, likeliest, plan.Scale, random.Next(0));
    }

    private int PickAny(ReadOnlySpan<float> logits, float scaled, int likeliest, float scale, double random)
    {
        var total = 0.0;
        for (var i = 0; i < _sums.Length; i++)
        {
            total += _sums[i] = Softmax.Weigh(Chunk(logits, i), scale, scaled, []);
        }

        var target = random * total;
        var chunk = FindChunk(ref target);
        var weights = _chunk.AsSpan(0, Chunk(logits, chunk).Length);
        Softmax.Weigh(Chunk(logits, chunk), scale, scaled, weights);
        var place = FindPlace(weights, border: 0, bound: 0, target);
        return place < 0 ? likeliest : (chunk * ChunkSize) + place;
    }

    private int PickFiltered(
        ReadOnlySpan<float> logits, float scaled, int likeliest, SamplingPlan plan, TokenRandom random)
    {
        var total = ComputeWeights(logits, plan.Scale, scaled);
        var bound = 0f;
        var end = 0;
        if (plan.MinP > 0)
        {
            bound = MathF.BitDecrement(plan.MinP);
            total = SumBefore(bound, end);
        }

        var share = plan.TopP * total;
        if (plan.TopP < 1 && share <= 1)
        {
            return likeliest;
        }

        var mass = total;
        for (var draw = 0; ; draw++)
        {
            var token = Draw(random.Next(draw) * mass, bound, end, likeliest);
            if (plan.TopP >= 1 || token == likeliest)
            {
                return token;
            }

            (bound, end) = (_weights[token], token);
            mass = SumBefore(bound, end);
            if (mass < share)
            {
                return token;
            }
        }
    }

    // Of the tokens before the bound: those above it, and of those on it the ones before the end.
    private int Draw(double target, float bound, int end, int likeliest)
    {
        var chunk = FindChunk(ref target);
        var start = chunk * ChunkSize;
        var weights = Chunk(_weights, chunk);
        var place = FindPlace(weights, Math.Clamp(end - start, 0, weights.Length), bound, target);
        return place < 0 ? likeliest : start + place;
    }

    private double ComputeWeights(ReadOnlySpan<float> logits, float scale, float scaled)
    {
        if (_weights.Length == 0)
        {
            _weights = new float[_vocabularySize];
        }

        var total = 0.0;
        for (var i = 0; i < _sums.Length; i++)
        {
            total += _sums[i] = Softmax.Weigh(Chunk(logits, i), scale, scaled, Chunk(_weights, i));
        }

        return total;
    }

    private double SumBefore(float bound, int end)
    {
        var total = 0.0;
        var below = MathF.BitDecrement(bound);
        for (var i = 0; i < _sums.Length; i++)
        {
            var weights = Chunk(_weights, i);
            var border = Math.Clamp(end - (i * ChunkSize), 0, weights.Length);
            _sums[i] = (double)Softmax.SumAbove(weights[..border], below) + Softmax.SumAbove(weights[border..], bound);
            total += _sums[i];
        }

        return total;
    }

    private int FindChunk(ref double target)
    {
        var chunk = 0;
        while (chunk < _sums.Length - 1 && target >= _sums[chunk])
        {
            target -= _sums[chunk++];
        }

        return chunk;
    }

    // The place at which the target is passed; the last that counts where rounding left some of it; -1 where none does.
    private static int FindPlace(ReadOnlySpan<float> weights, int border, float bound, double target)
    {
        var last = -1;
        var below = MathF.BitDecrement(bound);
        for (var i = 0; i < weights.Length && target >= 0; i++)
        {
            if (weights[i] > (i < border ? below : bound))
            {
                last = i;
                target -= weights[i];
            }
        }

        return last;
    }

    private static ReadOnlySpan<float> Chunk(ReadOnlySpan<float> row, int chunk) =>
        row.Slice(chunk * ChunkSize, Math.Min(ChunkSize, row.Length - (chunk * ChunkSize)));

    private static Span<float> Chunk(float[] row, int chunk) =>
        row.AsSpan(chunk * ChunkSize, Math.Min(ChunkSize, row.Length - (chunk * ChunkSize)));
}
