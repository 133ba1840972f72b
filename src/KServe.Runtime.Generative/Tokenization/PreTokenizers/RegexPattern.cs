using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>Finds a regular expression with the framework's automaton, which never goes back.</summary>
/// <remarks>
/// The framework matches UTF-16 units, so a character above U+FFFF would count as two of no class. It is therefore
/// searched in a text with one unit per character, in which such a character is one of the same category below.
/// </remarks>
internal sealed class RegexPattern(Regex regex) : TextPattern
{
    /// <inheritdoc/>
    public override PatternMatches Begin(ReadOnlySpan<char> text) =>
        text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? new Matches(regex) : new ProjectedMatches(regex, text);

    private static char StandIn(int codePoint) => CodePoints.Category(codePoint) switch
    {
        UnicodeCategory.UppercaseLetter => '\uA640',
        UnicodeCategory.LowercaseLetter => '\uA641',
        UnicodeCategory.TitlecaseLetter => '\u01C5',
        UnicodeCategory.ModifierLetter => '\u02B0',
        UnicodeCategory.OtherLetter => '\u1820',
        UnicodeCategory.NonSpacingMark => '\u0300',
        UnicodeCategory.SpacingCombiningMark => '\u0903',
        UnicodeCategory.EnclosingMark => '\u20DD',
        UnicodeCategory.DecimalDigitNumber => '\u0660',
        UnicodeCategory.LetterNumber => '\u16EE',
        UnicodeCategory.OtherNumber => '\u2460',
        UnicodeCategory.Format => '\u200B',
        UnicodeCategory.PrivateUse => '\uE000',
        UnicodeCategory.ConnectorPunctuation => '\u203F',
        UnicodeCategory.DashPunctuation => '\u2E17',
        UnicodeCategory.OpenPunctuation => '\u2E28',
        UnicodeCategory.ClosePunctuation => '\u2E29',
        UnicodeCategory.InitialQuotePunctuation => '\u2E02',
        UnicodeCategory.FinalQuotePunctuation => '\u2E03',
        UnicodeCategory.OtherPunctuation => '\u2E2E',
        UnicodeCategory.MathSymbol => '\u2295',
        UnicodeCategory.CurrencySymbol => '\u20A0',
        UnicodeCategory.ModifierSymbol => '\uA700',
        UnicodeCategory.OtherSymbol => '\u2300',
        _ => '\u0378',
    };

    private static bool Find(Regex regex, ReadOnlySpan<char> text, int from, out int start, out int length)
    {
        foreach (var match in regex.EnumerateMatches(text, from))
        {
            if (match.Length > 0)
            {
                (start, length) = (match.Index, match.Length);
                return true;
            }
        }

        (start, length) = (-1, 0);
        return false;
    }

    private sealed class Matches(Regex regex) : PatternMatches
    {
        public override bool Next(ReadOnlySpan<char> text, int from, out int start, out int length) =>
            Find(regex, text, from, out start, out length);
    }

    private sealed class ProjectedMatches : PatternMatches
    {
        private readonly Regex _regex;
        private readonly char[] _units;
        private readonly int[] _places;
        private readonly int _count;
        private int _at;

        public ProjectedMatches(Regex regex, ReadOnlySpan<char> text)
        {
            _regex = regex;
            _units = ArrayPool<char>.Shared.Rent(text.Length);
            _places = ArrayPool<int>.Shared.Rent(text.Length + 1);
            for (var i = 0; i < text.Length; i += CodePoints.LengthAt(text, i))
            {
                var codePoint = CodePoints.At(text, i);
                _units[_count] = codePoint > 0xFFFF ? StandIn(codePoint) : (char)codePoint;
                _places[_count++] = i;
            }

            _places[_count] = text.Length;
        }

        public override bool Next(ReadOnlySpan<char> text, int from, out int start, out int length)
        {
            // Callers go from left to right.
            while (_places[_at] < from)
            {
                _at++;
            }

            if (!Find(_regex, _units.AsSpan(0, _count), _at, out start, out length))
            {
                return false;
            }

            var end = _places[start + length];
            start = _places[start];
            length = end - start;
            return true;
        }

        public override void End()
        {
            ArrayPool<char>.Shared.Return(_units);
            ArrayPool<int>.Shared.Return(_places);
        }
    }
}
