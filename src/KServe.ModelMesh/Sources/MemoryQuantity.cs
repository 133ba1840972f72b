using System.Globalization;

namespace KServe.ModelMesh;

/// <summary>Reads quantities of bytes as Kubernetes writes them: <c>128974848</c>, <c>129M</c>, <c>123Mi</c>.</summary>
internal static class MemoryQuantity
{
    private const string Prefixes = "kMGTPE";

    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var (digits, factor) = Split(text);
        if (!decimal.TryParse(
            digits,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number)
            || number > long.MaxValue / factor)
        {
            return false;
        }

        bytes = (long)decimal.Ceiling(number * factor);
        return bytes >= 0;
    }

    private static (string Digits, decimal Factor) Split(string text)
    {
        // "Ki" is the only binary prefix whose letter differs from the decimal one.
        var isBinary = text.EndsWith('i');
        var end = text.Length - (isBinary ? 2 : 1);
        if (end < 1)
        {
            return (text, 1);
        }

        var power = Prefixes.IndexOf(isBinary && text[end] == 'K' ? 'k' : text[end], StringComparison.Ordinal) + 1;
        if (power == 0)
        {
            return text[end] == 'm' && !isBinary ? (text[..end], 0.001m) : (text, 1);
        }

        var factor = 1m;
        for (var i = 0; i < power; i++)
        {
            factor *= isBinary ? 1024 : 1000;
        }

        return (text[..end], factor);
    }
}
