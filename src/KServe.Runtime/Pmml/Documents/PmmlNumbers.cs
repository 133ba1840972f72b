using System.Globalization;

namespace KServe.Runtime.Pmml.Documents;

/// <summary>Reads numbers as XML Schema writes them.</summary>
internal static class PmmlNumbers
{
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        text = text.Trim();
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        value = text switch
        {
            "INF" or "+INF" => double.PositiveInfinity,
            "-INF" => double.NegativeInfinity,
            _ => double.NaN,
        };
        return double.IsInfinity(value);
    }
}
