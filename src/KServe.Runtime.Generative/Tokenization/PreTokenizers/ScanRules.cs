using System.Globalization;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>The alternatives that the split patterns of the big model families are made of.</summary>
/// <remarks>Among them those of GPT-2, cl100k, o200k, Llama 3, Qwen, DeepSeek, Tekken and BLOOM.</remarks>
internal static class ScanRules
{
    private const string Contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private const string Upper = @"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]";
    private const string Lower = @"[\p{Ll}\p{Lm}\p{Lo}\p{M}]";
    private const string Prefix = @"[^\r\n\p{L}\p{N}]?";

    /// <summary>Gets the rules by their exact text.</summary>
    public static Dictionary<string, ScanRule> Known { get; } = new(StringComparer.Ordinal)
    {
        ["'s"] = static (t, at) => Literal(t, at, "'s"),
        ["'t"] = static (t, at) => Literal(t, at, "'t"),
        ["'re"] = static (t, at) => Literal(t, at, "'re"),
        ["'ve"] = static (t, at) => Literal(t, at, "'ve"),
        ["'m"] = static (t, at) => Literal(t, at, "'m"),
        ["'ll"] = static (t, at) => Literal(t, at, "'ll"),
        ["'d"] = static (t, at) => Literal(t, at, "'d"),
        ["'(?:[sdmt]|ll|ve|re)"] = static (t, at) => Contraction(t, at, ignoreCase: false),
        ["'(?i:[sdmt]|ll|ve|re)"] = static (t, at) => Contraction(t, at, ignoreCase: true),
        [Contractions] = static (t, at) => Contraction(t, at, ignoreCase: true),

        [@"\p{L}+"] = static (t, at) => More(t, at, IsLetter),
        [@" ?\p{L}+"] = static (t, at) => More(t, SkipBlank(t, at), IsLetter),
        [@"\s?\p{L}+"] = static (t, at) => More(t, SkipSpace(t, at), IsLetter),
        [@"[^\r\n\p{L}\p{N}]?\p{L}+"] = static (t, at) => More(t, SkipPrefix(t, at), IsLetter),
        [@"[^\r\n\p{L}\p{N}]?+\p{L}+"] = static (t, at) => More(t, SkipPrefix(t, at), IsLetter),
        [@"[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+"] = static (t, at) => Prefixed(t, at, IsLetterOrMark),
        [@"[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"] = static (t, at) => AfterPlain(t, at),
        [Prefix + Upper + "*" + Lower + "+" + Contractions + "?"] = static (t, at) => Cased(t, at, true, true),
        [Prefix + Upper + "+" + Lower + "*" + Contractions + "?"] = static (t, at) => Cased(t, at, false, true),
        [Prefix + Upper + "*" + Lower + "+"] = static (t, at) => Cased(t, at, true, false),
        [Prefix + Upper + "+" + Lower + "*"] = static (t, at) => Cased(t, at, false, false),

        [@"\p{N}"] = static (t, at) => UpTo(t, at, 1),
        [@"\p{N}{1,3}"] = static (t, at) => UpTo(t, at, 3),
        [@"\p{N}+"] = static (t, at) => More(t, at, CodePoints.IsNumber),
        [@" ?\p{N}+"] = static (t, at) => More(t, SkipBlank(t, at), CodePoints.IsNumber),

        [@" ?[^\s\p{L}\p{N}]+"] = static (t, at) => More(t, SkipBlank(t, at), IsOther),
        [@" ?[^\s\p{L}\p{N}]+[\r\n]*"] = static (t, at) => Lines(t, More(t, SkipBlank(t, at), IsOther), false),
        [@" ?[^\s\p{L}\p{N}]++[\r\n]*"] = static (t, at) => Lines(t, More(t, SkipBlank(t, at), IsOther), false),
        [@" ?[^\s\p{L}\p{N}]+[\r\n/]*"] = static (t, at) => Lines(t, More(t, SkipBlank(t, at), IsOther), true),
        [@" ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*"] =
            static (t, at) => Lines(t, More(t, SkipBlank(t, at), IsOtherNoMark), false),
        [@" ?[\p{P}\p{S}]+[\r\n]*"] = static (t, at) => Lines(t, More(t, SkipBlank(t, at), IsSign), false),
        [@"\s?\p{P}+"] = static (t, at) => More(t, SkipSpace(t, at), CodePoints.IsPunctuation),
        ["[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"] = AsciiAfterSign,
        [@" ?[^(\s|[.,!?…。，、।۔،])]+"] = static (t, at) => More(t, SkipBlank(t, at), IsBloomWord),

        [@"[\r\n]"] = static (t, at) => at < t.Length && t[at] is '\r' or '\n' ? at + 1 : -1,
        [@"\s*[\r\n]+"] = LastLineEnd,
        [@"\s*[\r\n]"] = LastLineEnd,
        [@"\s++$"] = static (t, at) => End(t, at),
        [@"\s+(?!\S)"] = AllButOneSpace,
        [@"\s+"] = static (t, at) => More(t, at, CodePoints.IsWhiteSpace),
        [@"\s"] = static (t, at) => at < t.Length && char.IsWhiteSpace(t[at]) ? at + 1 : -1,
    };

    private static int Literal(ReadOnlySpan<char> text, int at, string literal) =>
        text[at..].StartsWith(literal, StringComparison.Ordinal) ? at + literal.Length : -1;

    private static int Contraction(ReadOnlySpan<char> text, int at, bool ignoreCase)
    {
        if (at + 1 >= text.Length || text[at] != '\'')
        {
            return -1;
        }

        var first = ignoreCase ? Fold(text[at + 1]) : text[at + 1];
        if (first is 's' or 'd' or 'm' or 't')
        {
            return at + 2;
        }

        var second = at + 2 >= text.Length ? '\0' : ignoreCase ? Fold(text[at + 2]) : text[at + 2];
        return (first, second) is ('l', 'l') or ('v', 'e') or ('r', 'e') ? at + 3 : -1;
    }

    // U+017F, the long s, is the one character outside ASCII that folds to a letter of the contractions.
    private static char Fold(char c) => c == '\u017F' ? 's' : char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;

    private static int More(ReadOnlySpan<char> text, int at, Func<int, bool> isMember)
    {
        var end = Run(text, at, isMember);
        return end > at ? end : -1;
    }

    private static int Run(ReadOnlySpan<char> text, int at, Func<int, bool> isMember)
    {
        while (at < text.Length && isMember(CodePoints.At(text, at)))
        {
            at += CodePoints.LengthAt(text, at);
        }

        return at;
    }

    private static int UpTo(ReadOnlySpan<char> text, int at, int count)
    {
        var start = at;
        for (; count > 0 && at < text.Length && CodePoints.IsNumber(CodePoints.At(text, at)); count--)
        {
            at += CodePoints.LengthAt(text, at);
        }

        return at > start ? at : -1;
    }

    private static int SkipBlank(ReadOnlySpan<char> text, int at) => at < text.Length && text[at] == ' ' ? at + 1 : at;

    // A space in front belongs to the match only if the match goes on behind it, which is the caller's test.
    private static int SkipSpace(ReadOnlySpan<char> text, int at) =>
        at < text.Length && char.IsWhiteSpace(text[at]) ? at + 1 : at;

    private static int SkipPrefix(ReadOnlySpan<char> text, int at) =>
        at < text.Length && IsPrefix(CodePoints.At(text, at)) ? at + CodePoints.LengthAt(text, at) : at;

    private static int Prefixed(ReadOnlySpan<char> text, int at, Func<int, bool> isMember)
    {
        var end = More(text, SkipPrefix(text, at), isMember);
        return end >= 0 ? end : More(text, at, isMember);
    }

    private static int AfterPlain(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length)
        {
            return -1;
        }

        var first = CodePoints.At(text, at);
        var skips = first is not '\r' and not '\n' && !IsLetter(first) && !IsSign(first);
        var end = skips ? More(text, at + CodePoints.LengthAt(text, at), IsLetterOrMark) : -1;
        return end >= 0 ? end : More(text, at, IsLetterOrMark);
    }

    private static int Cased(ReadOnlySpan<char> text, int at, bool endsLower, bool contracts)
    {
        var skipped = SkipPrefix(text, at);
        var end = Word(text, skipped, endsLower);
        end = end < 0 && skipped > at ? Word(text, at, endsLower) : end;
        return end < 0 || !contracts ? end : Math.Max(end, Contraction(text, end, ignoreCase: true));
    }

    // Upper*Lower+ or Upper+Lower*. Letters without case are in both sets, so the first run may have to give back.
    private static int Word(ReadOnlySpan<char> text, int at, bool endsLower)
    {
        var upper = Run(text, at, IsUpper);
        if (!endsLower)
        {
            return upper > at ? Run(text, upper, IsLower) : -1;
        }

        var end = Run(text, upper, IsLower);
        if (end > upper)
        {
            return end;
        }

        for (var back = upper; back > at;)
        {
            var last = CodePoints.Before(text, back);
            if (IsLower(last))
            {
                return back;
            }

            back -= last > 0xFFFF ? 2 : 1;
        }

        return -1;
    }

    private static int Lines(ReadOnlySpan<char> text, int at, bool slashes)
    {
        while (at >= 0 && at < text.Length && (text[at] is '\r' or '\n' || (slashes && text[at] == '/')))
        {
            at++;
        }

        return at;
    }

    private static int AsciiAfterSign(ReadOnlySpan<char> text, int at)
    {
        var end = at < text.Length && char.IsAscii(text[at]) && CodePoints.IsWidePunctuation(text[at]) ? at + 1 : -1;
        return end < 0 ? -1 : More(text, end, static c => c < 128 && char.IsAsciiLetter((char)c));
    }

    private static int LastLineEnd(ReadOnlySpan<char> text, int at)
    {
        var end = Run(text, at, CodePoints.IsWhiteSpace);
        var last = text[at..end].LastIndexOfAny('\r', '\n');
        return last < 0 ? -1 : at + last + 1;
    }

    private static int End(ReadOnlySpan<char> text, int at)
    {
        var end = More(text, at, CodePoints.IsWhiteSpace);
        return end == text.Length ? end : -1;
    }

    private static int AllButOneSpace(ReadOnlySpan<char> text, int at)
    {
        var end = Run(text, at, CodePoints.IsWhiteSpace);
        return end == at ? -1 : end == text.Length ? end : end - 1 > at ? end - 1 : -1;
    }

    private static bool IsLetter(int c) => CodePoints.IsLetter(c);

    private static bool IsLetterOrMark(int c) => CodePoints.IsLetter(c) || CodePoints.IsMark(c);

    private static bool IsPrefix(int c) =>
        c is not '\r' and not '\n' && !CodePoints.IsLetter(c) && !CodePoints.IsNumber(c);

    private static bool IsOther(int c) =>
        !CodePoints.IsWhiteSpace(c) && !CodePoints.IsLetter(c) && !CodePoints.IsNumber(c);

    private static bool IsOtherNoMark(int c) => IsOther(c) && !CodePoints.IsMark(c);

    private static bool IsSign(int c) => CodePoints.IsPunctuation(c) || CodePoints.IsSymbol(c);

    private static bool IsBloomWord(int c) =>
        !CodePoints.IsWhiteSpace(c)
        && c is not ('(' or '|' or ')' or '.' or ',' or '!' or '?' or '…' or '。' or '，' or '、' or '।' or '۔' or '،');

    private static bool IsUpper(int c) =>
        CodePoints.Category(c) is UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter || CodePoints.IsMark(c);

    private static bool IsLower(int c) =>
        CodePoints.Category(c) is UnicodeCategory.LowercaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter || CodePoints.IsMark(c);
}
