using System.Globalization;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Functions;

/// <summary>Formats numbers as C's printf does, with one conversion per pattern.</summary>
internal static class NumberFormat
{
    private const int MaxWidth = 256;

    /// <summary>Formats a number.</summary>
    /// <returns><see langword="null"/> when the pattern has no conversion that is known.</returns>
    public static string? Format(PmmlValue value, string pattern)
    {
        var start = pattern.IndexOf('%', StringComparison.Ordinal);
        if (start < 0 || !value.IsNumber)
        {
            return null;
        }

        var at = start + 1;
        var flags = ReadWhile(pattern, ref at, "-+ 0,#");
        var width = ReadNumber(pattern, ref at) ?? 0;
        int? precision = null;
        if (at < pattern.Length && pattern[at] == '.')
        {
            at++;
            precision = ReadNumber(pattern, ref at) ?? 0;
        }

        if (at >= pattern.Length || width > MaxWidth || precision > MaxWidth)
        {
            return null;
        }

        var isGrouped = flags.Contains(',', StringComparison.Ordinal);
        var digits = FormatDigits(Math.Abs(value.Number), pattern[at], precision, isGrouped);
        return digits is null
            ? null
            : Unescape(pattern[..start])
                + Pad(Sign(value.Number, flags), digits, width, flags)
                + Unescape(pattern[(at + 1)..]);
    }

    private static string? FormatDigits(double number, char conversion, int? precision, bool isGrouped)
    {
        var places = precision ?? 6;
        return conversion switch
        {
            'd' or 'i' or 'u' => Math.Round(number).ToString(isGrouped ? "N0" : "F0", CultureInfo.InvariantCulture),
            'f' or 'F' => number.ToString((isGrouped ? "N" : "F") + places, CultureInfo.InvariantCulture),
            'e' or 'E' => number.ToString(
                (places == 0 ? "0" : "0." + new string('0', places)) + (conversion == 'e' ? "e+00" : "E+00"),
                CultureInfo.InvariantCulture),
            'g' or 'G' => number.ToString("G" + Math.Max(1, places), CultureInfo.InvariantCulture),
            's' => PmmlValue.FromReal(number).ToString(),
            _ => null,
        };
    }

    private static string Sign(double number, string flags)
    {
        if (number < 0)
        {
            return "-";
        }

        return flags.Contains('+', StringComparison.Ordinal)
            ? "+"
            : flags.Contains(' ', StringComparison.Ordinal) ? " " : "";
    }

    private static string Pad(string sign, string digits, int width, string flags)
    {
        if (flags.Contains('-', StringComparison.Ordinal))
        {
            return (sign + digits).PadRight(width);
        }

        return flags.Contains('0', StringComparison.Ordinal)
            ? sign + digits.PadLeft(Math.Max(0, width - sign.Length), '0')
            : (sign + digits).PadLeft(width);
    }

    private static string Unescape(string text) => text.Replace("%%", "%", StringComparison.Ordinal);

    private static string ReadWhile(string pattern, ref int at, string allowed)
    {
        var start = at;
        while (at < pattern.Length && allowed.Contains(pattern[at], StringComparison.Ordinal))
        {
            at++;
        }

        return pattern[start..at];
    }

    private static int? ReadNumber(string pattern, ref int at)
    {
        var text = ReadWhile(pattern, ref at, "0123456789");
        return text.Length == 0 ? null : int.TryParse(text, out var number) ? number : int.MaxValue;
    }
}
