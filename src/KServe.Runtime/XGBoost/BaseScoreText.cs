using System.Globalization;
using KServe.Runtime.Files;

namespace KServe.Runtime.XGBoost;

/// <summary>
/// Reads the text of <c>base_score</c>: <c>5E-1</c> up to 3.0, <c>[5E-1]</c> or <c>[1E0,2E0]</c> since.
/// </summary>
internal static class BaseScoreText
{
    /// <summary>The library's own default, which an empty text stands for.</summary>
    private const float Default = 0.5f;

    private static readonly char[] Brackets = ['[', ']', '(', ')', ' '];

    public static float[] Parse(string text)
    {
        var inner = text.Trim(Brackets);
        if (inner.Length == 0)
        {
            return [Default];
        }

        var parts = inner.Split(',');
        var values = new float[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!float.TryParse(parts[i].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out values[i])
                || !float.IsFinite(values[i]))
            {
                throw new InvalidDataException($"base_score is '{Show.Text(text)}', finite numbers were expected");
            }
        }

        return values;
    }
}
