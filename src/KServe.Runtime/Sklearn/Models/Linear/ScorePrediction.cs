using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Linear;

/// <summary>Chooses classes by their scores.</summary>
internal static class ScorePrediction
{
    /// <summary>Chooses the second class of two when its score is above 0, else the first largest score.</summary>
    public static Matrix Choose(Matrix scores)
    {
        if (!scores.IsVector)
        {
            return RowMath.ArgMax(scores);
        }

        return Threshold(scores);
    }

    /// <summary>Makes 1 of every score above 0, and 0 of the others.</summary>
    public static Matrix Threshold(Matrix scores)
    {
        var result = new double[scores.Values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = scores.Values[i] > 0 ? 1 : 0;
        }

        return new Matrix(result, scores.RowCount, scores.ColumnCount) { IsVector = scores.IsVector };
    }
}
