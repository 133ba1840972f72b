namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>Runs the alternatives of a known pattern, each by code of its own.</summary>
/// <remarks>
/// Every rule looks at most at the run of characters that the rules together then take, so a text is scanned in time
/// linear in its length, whatever it holds.
/// </remarks>
internal sealed class ScannerPattern : TextPattern
{
    private readonly Matches _matches;

    private ScannerPattern(ScanRule[] rules) => _matches = new Matches(rules);

    /// <summary>Gets the scanner of a pattern all of whose alternatives are known.</summary>
    public static ScannerPattern? Find(string pattern)
    {
        List<ScanRule> rules = [];
        foreach (var alternative in RegexText.Alternatives(pattern))
        {
            if (!ScanRules.Known.TryGetValue(alternative, out var rule))
            {
                return null;
            }

            rules.Add(rule);
        }

        return new ScannerPattern([.. rules]);
    }

    /// <inheritdoc/>
    public override PatternMatches Begin(ReadOnlySpan<char> text) => _matches;

    private sealed class Matches(ScanRule[] rules) : PatternMatches
    {
        public override bool Next(ReadOnlySpan<char> text, int from, out int start, out int length)
        {
            for (start = from; start < text.Length; start += Text.CodePoints.LengthAt(text, start))
            {
                foreach (var rule in rules)
                {
                    var end = rule(text, start);
                    if (end > start)
                    {
                        length = end - start;
                        return true;
                    }
                }
            }

            length = 0;
            return false;
        }
    }
}
