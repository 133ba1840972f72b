namespace KServe.Runtime.Onnx.Scores;

/// <summary>Turns what the trees of a row add up to into its scores and, for a classifier, its label.</summary>
internal abstract class OnnxFinish
{
    /// <summary>Gets whether a label comes out beside the scores.</summary>
    public virtual bool HasLabel => false;

    /// <summary>Finishes a row.</summary>
    /// <param name="scores">The sum, the least or the most over trees, per target; becomes the scores.</param>
    /// <param name="isScored">Whether a tree said anything of the target.</param>
    /// <returns>The label, or the number of its text.</returns>
    public abstract long Apply(Span<double> scores, ReadOnlySpan<bool> isScored);

    /// <summary>
    /// Sets the scores that no tree spoke of to 0, as ONNX Runtime does even after it added base values.
    /// </summary>
    protected static void ClearUnscored(Span<double> scores, ReadOnlySpan<bool> isScored)
    {
        for (var t = 0; t < scores.Length; t++)
        {
            if (!isScored[t])
            {
                scores[t] = 0;
            }
        }
    }
}
