using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Calibration;

/// <summary>Finds the labels of one estimator among those of another.</summary>
internal static class LabelPositions
{
    /// <returns>One position per label of <paramref name="inner"/>; <see langword="null"/> if one is missing.</returns>
    public static int[]? Find(Labels inner, Labels outer)
    {
        if (inner.AreTexts != outer.AreTexts)
        {
            return null;
        }

        var result = new int[inner.Count];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = -1;
            for (var j = 0; j < outer.Count && result[i] < 0; j++)
            {
                var isSame = inner.AreTexts
                    ? inner.GetText(i) == outer.GetText(j)
                    : inner.GetNumber(i) == outer.GetNumber(j);
                result[i] = isSame ? j : -1;
            }
        }

        return result.Contains(-1) ? null : result;
    }
}
