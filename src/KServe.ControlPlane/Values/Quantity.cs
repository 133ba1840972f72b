using System.Globalization;

namespace KServe.ControlPlane;

/// <summary>Reads amounts as Kubernetes writes them: <c>500m</c>, <c>1Gi</c>, <c>2e3</c>.</summary>
internal static class Quantity
{
    private static readonly (string Suffix, double Factor)[] Suffixes =
    [
        ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("Ti", 1L << 40), ("Pi", 1L << 50), ("Ei", 1L << 60),
        ("n", 1e-9), ("u", 1e-6), ("m", 1e-3), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15), ("E", 1e18),
    ];

    /// <summary>Reads an amount.</summary>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string text, out double value)
    {
        var factor = 1.0;
        var number = text;
        foreach (var (suffix, by) in Suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal) && text.Length > suffix.Length)
            {
                (number, factor) = (text[..^suffix.Length], by);
                break;
            }
        }

        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var isNumber = double.TryParse(number, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        value *= factor;
        return isNumber;
    }
}
