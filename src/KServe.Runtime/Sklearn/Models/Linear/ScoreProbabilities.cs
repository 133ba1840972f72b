using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Linear;

/// <summary>Makes probabilities of scores, a vector of them for two classes.</summary>
internal static class ScoreProbabilities
{
    /// <summary>Applies a rule; the scores are overwritten.</summary>
    public static Matrix Compute(ProbabilityRule rule, Matrix scores) => rule switch
    {
        ProbabilityRule.Softmax => Softmax(scores),
        ProbabilityRule.ModifiedHuber => ModifiedHuber(scores),
        _ => Logistic(scores),
    };

    private static Matrix Logistic(Matrix scores)
    {
        var values = scores.Values.AsSpan();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = RowMath.Sigmoid(values[i]);
        }

        if (scores.IsVector)
        {
            return RowMath.Pair(values);
        }

        for (var row = 0; row < scores.RowCount; row++)
        {
            var probabilities = scores.GetRow(row);
            TensorPrimitives.Divide(probabilities, TensorPrimitives.Sum<double>(probabilities), probabilities);
        }

        return scores;
    }

    private static Matrix Softmax(Matrix scores)
    {
        var result = scores;
        if (scores.IsVector)
        {
            result = new Matrix(scores.RowCount, 2);
            for (var row = 0; row < scores.RowCount; row++)
            {
                result.Values[2 * row] = -scores.Values[row];
                result.Values[2 * row + 1] = scores.Values[row];
            }
        }

        RowMath.Softmax(result);
        return result;
    }

    private static Matrix ModifiedHuber(Matrix scores)
    {
        var values = scores.Values.AsSpan();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (Math.Clamp(values[i], -1, 1) + 1) / 2;
        }

        if (scores.IsVector)
        {
            return RowMath.Pair(values);
        }

        for (var row = 0; row < scores.RowCount; row++)
        {
            var probabilities = scores.GetRow(row);
            var sum = TensorPrimitives.Sum<double>(probabilities);
            if (sum == 0)
            {
                probabilities.Fill(1);
                sum = probabilities.Length;
            }

            TensorPrimitives.Divide(probabilities, sum, probabilities);
        }

        return scores;
    }
}
