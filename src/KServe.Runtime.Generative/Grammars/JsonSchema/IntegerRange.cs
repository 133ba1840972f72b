using System.Globalization;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>Spells the whole numbers of a range.</summary>
internal static class IntegerRange
{
    private const int MaxDigits = 18;

    /// <summary>Gets the numbers from one to the other, where there is one, both included.</summary>
    public static GrammarNode Create(long? min, long? max)
    {
        List<GrammarNode> options = [];
        if (min is null or < 0)
        {
            // -|max| ... -|min|, or down to where digits end.
            var smallest = max is < 0 ? -max.Value : 1;
            AddOption(options, "-", smallest, min is null ? null : -min.Value);
        }

        if (max is null or >= 0)
        {
            AddOption(options, "", Math.Max(0, min ?? 0), max);
        }

        return GrammarNode.Choice(options);
    }

    private static void AddOption(List<GrammarNode> options, string sign, long low, long? high)
    {
        List<GrammarNode> numbers = [];
        var last = high ?? (long)Math.Pow(10, MaxDigits) - 1;
        while (low <= last)
        {
            // As many digits as the lowest has.
            var digits = low.ToString(CultureInfo.InvariantCulture).Length;
            var limit = (long)Math.Pow(10, digits) - 1;
            var end = Math.Min(limit, last);
            numbers.Add(SameLength(Pad(low, digits), Pad(end, digits)));
            low = end + 1;
        }

        if (numbers.Count > 0)
        {
            options.Add(GrammarNode.Sequence(GrammarNode.Text(sign), GrammarNode.Choice(numbers)));
        }
    }

    private static string Pad(long number, int digits) =>
        number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');

    private static GrammarNode SameLength(string low, string high)
    {
        if (low.Length == 0)
        {
            return GrammarNode.Empty;
        }

        if (low[0] == high[0])
        {
            return GrammarNode.Sequence(GrammarNode.Text(low[..1]), SameLength(low[1..], high[1..]));
        }

        if (low.AsSpan(1).TrimEnd('0').IsEmpty && high.AsSpan(1).TrimEnd('9').IsEmpty)
        {
            return GrammarNode.Sequence(
                Digits(low[0], high[0]), GrammarNode.Repeat(Digits('0', '9'), low.Length - 1, low.Length - 1));
        }

        var rest = low.Length - 1;
        List<GrammarNode> options =
        [
            GrammarNode.Sequence(GrammarNode.Text(low[..1]), SameLength(low[1..], new string('9', rest))),
        ];
        if (high[0] - low[0] > 1)
        {
            options.Add(GrammarNode.Sequence(
                Digits((char)(low[0] + 1), (char)(high[0] - 1)), GrammarNode.Repeat(Digits('0', '9'), rest, rest)));
        }

        options.Add(GrammarNode.Sequence(GrammarNode.Text(high[..1]), SameLength(new string('0', rest), high[1..])));
        return GrammarNode.Choice(options);
    }

    private static ClassNode Digits(char low, char high) => new(CodePointSet.Of((low, high)));
}
