namespace KServe.Runtime.Onnx.Scores;

/// <summary>
/// Finishes the scores and chooses the label of TreeEnsembleClassifier, by the rules of ONNX Runtime.
/// </summary>
/// <remarks>
/// The specification leaves two classes open: converters write the weights of one class only and expect the other's
/// score,
/// and ONNX Runtime decides by the weights' signs which of two forms it is.
/// </remarks>
/// <param name="transform">The function at the end.</param>
/// <param name="bases">What is added to each class; may be empty, or one for two classes.</param>
/// <param name="labels">The labels, or the numbers of their texts.</param>
/// <param name="isOneSided">Whether of two classes one alone has weights.</param>
/// <param name="isPositive">Whether no weight is negative.</param>
internal sealed class OnnxClassification(
    OnnxTransform transform,
    IReadOnlyList<double> bases,
    IReadOnlyList<long> labels,
    bool isOneSided,
    bool isPositive) : OnnxFinish
{
    private const double Half = 0.5;

    private enum SecondScore
    {
        /// <summary>The lone score stays alone.</summary>
        None,

        /// <summary>The lone score is a probability, the other is what is left of 1.</summary>
        Complement,

        /// <summary>The lone score is a margin, the other is its negative.</summary>
        Negative,
    }

    /// <inheritdoc/>
    public override bool HasLabel => true;

    /// <inheritdoc/>
    public override long Apply(Span<double> scores, ReadOnlySpan<bool> isScored) => scores.Length switch
    {
        1 => ApplyOne(scores),
        2 => ApplyTwo(scores, isScored),
        _ => ApplyMany(scores, isScored),
    };

    private long ApplyOne(Span<double> scores)
    {
        scores[0] += bases.Count == 1 ? bases[0] : 0;
        var label = Decide(scores[0], out _);
        if (transform == OnnxTransform.Probit)
        {
            OnnxTransforms.Apply(transform, scores);
        }

        return label;
    }

    private long ApplyTwo(Span<double> scores, ReadOnlySpan<bool> isScored)
    {
        var hasSecond = isScored[1];
        var isAlone = !hasSecond && bases.Count < 2;
        switch (bases.Count)
        {
            case 2 when hasSecond:
                scores[1] = bases[1] + scores[0];
                scores[0] = -scores[1];
                break;
            case 2:
                scores[1] += bases[1];
                scores[0] += bases[0];
                break;
            case 1:
                scores[0] += bases[0];
                break;
        }

        var label = Decide(hasSecond ? scores[1] : isScored[0] ? scores[0] : 0, out var second);
        ClearUnscored(scores, isScored);
        if (isAlone)
        {
            WriteAlone(scores, second == SecondScore.None && bases.Count == 0 ? SecondScore.Negative : second);
        }
        else
        {
            OnnxTransforms.Apply(transform, scores);
        }

        return label;
    }

    private void WriteAlone(Span<double> scores, SecondScore second)
    {
        var score = scores[0];
        scores[1] = 0;
        if (transform == OnnxTransform.Probit)
        {
            scores[0] = OnnxTransforms.Probit((float)score);
        }
        else if (second != SecondScore.None && transform == OnnxTransform.Logistic)
        {
            scores[1] = OnnxTransforms.Logistic((float)score);
            scores[0] = OnnxTransforms.Logistic((float)-score);
        }
        else if (second != SecondScore.None)
        {
            scores[1] = score;
            scores[0] = second == SecondScore.Complement ? 1 - score : -score;
        }
    }

    private long ApplyMany(Span<double> scores, ReadOnlySpan<bool> isScored)
    {
        var best = -1;
        for (var k = 0; k < scores.Length; k++)
        {
            scores[k] += bases.Count > 0 ? bases[k] : 0;
            if ((isScored[k] || bases.Count > 0) && (best < 0 || scores[k] > scores[best]))
            {
                best = k;
            }
        }

        if (bases.Count == 0)
        {
            ClearUnscored(scores, isScored);
        }

        OnnxTransforms.Apply(transform, scores);
        return labels[Math.Max(best, 0)];
    }

    /// <summary>Chooses one of two labels by the score of the second.</summary>
    private long Decide(double score, out SecondScore second)
    {
        second = SecondScore.None;
        if (!isOneSided)
        {
            return score > 0 ? 1 : 0;
        }

        second = isPositive ? SecondScore.Complement : SecondScore.Negative;
        return labels[score > (isPositive ? Half : 0) ? 1 : 0];
    }
}
