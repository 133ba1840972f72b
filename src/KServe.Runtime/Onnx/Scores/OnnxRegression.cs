namespace KServe.Runtime.Onnx.Scores;

/// <summary>Finishes the scores of TreeEnsembleRegressor and TreeEnsemble.</summary>
/// <param name="transform">The function at the end.</param>
/// <param name="bases">What is added to each target; may be empty.</param>
/// <param name="divisor">The number of trees for an average, else 1.</param>
internal sealed class OnnxRegression(OnnxTransform transform, IReadOnlyList<double> bases, int divisor) : OnnxFinish
{
    /// <inheritdoc/>
    public override long Apply(Span<double> scores, ReadOnlySpan<bool> isScored)
    {
        for (var t = 0; t < scores.Length; t++)
        {
            scores[t] = scores[t] / divisor + (bases.Count == scores.Length ? bases[t] : 0);
        }

        // ONNX Runtime applies no other function to a single target
        if (scores.Length > 1)
        {
            ClearUnscored(scores, isScored);
            OnnxTransforms.Apply(transform, scores);
        }
        else if (transform == OnnxTransform.Probit)
        {
            OnnxTransforms.Apply(transform, scores);
        }

        return 0;
    }
}
