using System.Numerics.Tensors;

namespace KServe.Runtime.Generative.Sampling;

/// <summary>Reads log-probabilities and ranks from rows of logits.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class LogprobReader
{
    private readonly float[] _work;
    private readonly Candidate[] _candidates;

    public LogprobReader(int vocabularySize)
    {
        _work = new float[vocabularySize];
        _candidates = new Candidate[vocabularySize];
    }

    /// <summary>Reads what is to be reported of a token.</summary>
    /// <param name="logits">The row, without NaN.</param>
    /// <param name="token">The token.</param>
    /// <param name="top">How many of the likeliest to report; -1: all.</param>
    /// <param name="wanted">The tokens to report instead; empty: the likeliest.</param>
    public RankedTokens Read(ReadOnlySpan<float> logits, int token, int top, IReadOnlyList<int> wanted)
    {
        var normalizer = ComputeNormalizer(logits);
        var chosen = Read(logits, token, normalizer);
        if (wanted.Count > 0)
        {
            var others = new RankedToken[wanted.Count];
            for (var i = 0; i < others.Length; i++)
            {
                others[i] = Read(logits, wanted[i], normalizer);
            }

            return new RankedTokens(chosen, others);
        }

        return new RankedTokens(chosen, ReadTop(logits, top < 0 ? logits.Length : top, normalizer));
    }

    private static RankedToken Read(ReadOnlySpan<float> logits, int token, float normalizer) =>
        new(token, logits[token] - normalizer, TopValues.CountFrom(logits, logits[token]));

    private RankedToken[] ReadTop(ReadOnlySpan<float> logits, int top, float normalizer)
    {
        if (top == 0)
        {
            return [];
        }

        top = Math.Min(top, logits.Length);
        var least = TopValues.FindThreshold(logits, _work.AsSpan(0, top));
        var candidates = _candidates.AsSpan(0, TopValues.Collect(logits, least, _candidates));
        candidates.Sort(CandidateOrder.Descending);
        var result = new RankedToken[Math.Min(top, candidates.Length)];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = new RankedToken(candidates[i].Token, candidates[i].Value - normalizer, i + 1);
        }

        return result;
    }

    private float ComputeNormalizer(ReadOnlySpan<float> logits)
    {
        var work = _work.AsSpan(0, logits.Length);
        var max = TensorPrimitives.Max(logits);
        TensorPrimitives.Subtract(logits, max, work);
        TensorPrimitives.Exp(work, work);
        return max + MathF.Log(TensorPrimitives.Sum<float>(work));
    }
}
