using System.Buffers;
using System.Globalization;

namespace KServe.ControlPlane;

/// <summary>Reads spans of time as Go writes them: <c>300ms</c>, <c>1h30m</c>, <c>0</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Seconds)[] Units =
        [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600)];

    /// <summary>Reads a span of time.</summary>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (text is "0")
        {
            return true;
        }

        var seconds = 0.0;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            var unit = digits <= 0 ? -1 : FindUnit(rest[digits..]);
            if (unit < 0
                || !double.TryParse(
                    rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            seconds += number * Units[unit].Seconds;
            rest = rest[(digits + Units[unit].Unit.Length)..];
        }

        if (text.Length == 0 || seconds > TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return false;
        }

        value = TimeSpan.FromSeconds(seconds);
        return true;
    }

    // The longest unit that fits: "ms" before "m".
    private static int FindUnit(ReadOnlySpan<char> text)
    {
        var found = -1;
        for (var i = 0; i < Units.Length; i++)
        {
            if (text.StartsWith(Units[i].Unit, StringComparison.Ordinal)
                && (found < 0 || Units[i].Unit.Length > Units[found].Unit.Length))
            {
                found = i;
            }
        }

        return found;
    }
}
