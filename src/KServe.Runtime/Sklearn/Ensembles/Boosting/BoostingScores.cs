using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>Turns probabilities into raw scores and back.</summary>
internal static class BoostingScores
{
    // The spacing of float32 at 1: the library keeps starting probabilities this far from 0 and 1.
    private const double Epsilon = 1.1920928955078125e-07;

    /// <summary>Computes the scores that a row of probabilities stands for.</summary>
    /// <param name="link">One of the links of classifiers.</param>
    /// <param name="probabilities">The probabilities of all classes.</param>
    /// <param name="scores">Receives one score for two classes, else one per class.</param>
    public static void FromProbabilities(BoostingLink link, ReadOnlySpan<double> probabilities, Span<double> scores)
    {
        if (link is BoostingLink.Logit or BoostingLink.HalfLogit)
        {
            var positive = Math.Clamp(probabilities[1], Epsilon, 1 - Epsilon);
            scores[0] = (link == BoostingLink.HalfLogit ? 0.5 : 1) * Math.Log(positive / (1 - positive));
            return;
        }

        var mean = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = Math.Log(Math.Clamp(probabilities[i], Epsilon, 1 - Epsilon));
            mean += scores[i] / scores.Length;
        }

        if (link == BoostingLink.MultinomialSymmetric)
        {
            foreach (ref var score in scores)
            {
                score -= mean;
            }
        }
    }

    /// <summary>Computes the probabilities of all classes.</summary>
    /// <param name="link">One of the links of classifiers.</param>
    /// <param name="raw">The scores; overwritten when there are more than two classes.</param>
    public static Matrix ToProbabilities(BoostingLink link, Matrix raw)
    {
        if (link is not (BoostingLink.Logit or BoostingLink.HalfLogit))
        {
            RowMath.Softmax(raw);
            return raw;
        }

        var factor = link == BoostingLink.HalfLogit ? 2.0 : 1.0;
        var positive = Array.ConvertAll(raw.Values, score => RowMath.Sigmoid(factor * score));
        return RowMath.Pair(positive);
    }

    /// <summary>Views the scores of two classes as a vector, others as they are.</summary>
    public static Matrix ToDecision(Matrix raw) => raw.ColumnCount == 1 ? Matrix.Vector(raw.Values) : raw;
}
