using System.Globalization;
using System.Text;

namespace KServe.Graphs;

/// <summary>Parses a path in GJSON.</summary>
/// <remarks>
/// Components are separated by dots, which go on inside the elements of <c>#</c> and <c>#(...)#</c>, or by pipes, which
/// go on with the result as a whole.
/// </remarks>
internal static class ConditionParser
{
    /// <summary>The longest condition, in characters.</summary>
    public const int MaxLength = 1024;

    private const int MaxNesting = 16;

    private static readonly string[] Unchanging = ["this", "valid", "ugly", "pretty"];

    private static readonly string[] Changing =
        ["reverse", "flatten", "join", "keys", "values", "tostr", "fromstr", "group", "dig"];

    /// <exception cref="ConditionException">The text is no path, or uses what is not supported.</exception>
    public static ConditionStep[] Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new ConditionException($"at most {MaxLength} characters were expected, got {text.Length}");
        }

        foreach (var c in text)
        {
            if (char.IsControl(c))
            {
                throw new ConditionException("a condition must not contain control characters");
            }
        }

        return ParsePath(text, depth: 0);
    }

    internal static ConditionStep[] ParsePath(string path, int depth)
    {
        if (depth > MaxNesting)
        {
            throw new ConditionException($"at most {MaxNesting} nested queries were expected");
        }

        if (path.StartsWith("..", StringComparison.Ordinal))
        {
            throw new ConditionException("'..' for JSON lines is not supported");
        }

        List<ConditionStep> steps = [];
        var at = 0;
        var isStart = true;
        while (true)
        {
            ParseComponent(path, ref at, steps, depth, isStart);
            if (at == path.Length)
            {
                return [.. steps];
            }

            isStart = path[at] == '|';
            at++;
        }
    }

    /// <summary>Reads one component and stops at the separator behind it.</summary>
    private static void ParseComponent(
        string path,
        ref int at,
        List<ConditionStep> steps,
        int depth,
        bool isStart)
    {
        var next = at < path.Length ? path[at] : '\0';
        if (next == '@' && TryReadModifier(path, ref at))
        {
            return;
        }

        if ((next is '{' || (next is '!' && isStart)) && path.Length - at > 1)
        {
            throw new ConditionException($"'{next}' at position {at}: new objects and literals are not supported");
        }

        if (next == '[' && path.Length - at > 1)
        {
            steps.Add(ParseSelect(path, ref at, depth));
            return;
        }

        if (next == '#')
        {
            var following = at + 1 < path.Length ? path[at + 1] : '\0';
            switch (following)
            {
                case '(' or '[':
                    steps.Add(ParseQuery(path, ref at, depth));
                    return;
                case '.':
                    at += 2;
                    steps.Add(new ConditionStep(ConditionStepKind.Map) { Rest = ParseRest(path, ref at, depth) });
                    return;
                case '\0' or '|':
                    at++;
                    steps.Add(new ConditionStep(ConditionStepKind.Length));
                    return;
            }
        }

        steps.Add(ParseKey(path, ref at));
    }

    private static bool TryReadModifier(string path, ref int at)
    {
        var end = path.AsSpan(at).IndexOfAny('.', '|', ':') is var length && length < 0 ? path.Length : at + length;
        var name = path[(at + 1)..end];
        if (Changing.Contains(name, StringComparer.Ordinal)
            || (end < path.Length && path[end] == ':' && Unchanging.Contains(name, StringComparer.Ordinal)))
        {
            throw new ConditionException($"the modifier '@{name}' is not supported here; '@this' is");
        }

        if (!Unchanging.Contains(name, StringComparer.Ordinal))
        {
            return false;
        }

        at = end;
        return true;
    }

    private static ConditionStep ParseKey(string path, ref int at)
    {
        var plain = new StringBuilder();
        var pattern = new StringBuilder();
        var isWild = false;
        for (; at < path.Length && path[at] is not ('.' or '|'); at++)
        {
            var isEscaped = path[at] == '\\' && at + 1 < path.Length;
            if (isEscaped)
            {
                at++;
                pattern.Append('\\');
            }

            isWild |= !isEscaped && path[at] is '*' or '?';
            plain.Append(path[at]);
            pattern.Append(path[at]);
        }

        if (isWild)
        {
            return new ConditionStep(ConditionStepKind.Wildcard) { Pattern = GlobPattern.Parse(pattern.ToString()) };
        }

        var key = plain.ToString();
        return new ConditionStep(ConditionStepKind.Key)
        {
            Name = Encoding.UTF8.GetBytes(key),
            Index = int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1,
        };
    }

    private static ConditionStep ParseSelect(string path, ref int at, int depth)
    {
        var end = ConditionBrackets.FindEnd(path, at);
        List<ConditionStep[]> choices = [];
        foreach (var choice in ConditionBrackets.Split(path[(at + 1)..end]))
        {
            choices.Add(ParsePath(choice, depth + 1));
        }

        at = end + 1;
        RequireSeparator(path, at);
        return new ConditionStep(ConditionStepKind.Select) { Choices = [.. choices] };
    }

    private static ConditionStep ParseQuery(string path, ref int at, int depth)
    {
        var end = ConditionBrackets.FindEnd(path, at + 1);
        var test = ConditionTestParser.Parse(path[(at + 2)..end], depth);
        at = end + 1;
        if (at == path.Length || path[at] != '#')
        {
            RequireSeparator(path, at);
            return new ConditionStep(ConditionStepKind.First) { Test = test };
        }

        at++;
        RequireSeparator(path, at);
        if (at == path.Length || path[at] == '|')
        {
            return new ConditionStep(ConditionStepKind.All) { Test = test };
        }

        at++;
        return new ConditionStep(ConditionStepKind.All) { Test = test, Rest = ParseRest(path, ref at, depth) };
    }

    /// <summary>Reads what goes on inside elements, up to a pipe outside of brackets.</summary>
    private static ConditionStep[] ParseRest(string path, ref int at, int depth)
    {
        var end = ConditionBrackets.FindPipe(path, at);
        var rest = path[at..end];
        at = end;
        return ParsePath(rest, depth + 1);
    }

    private static void RequireSeparator(string path, int at)
    {
        if (at < path.Length && path[at] is not ('.' or '|'))
        {
            throw new ConditionException($"'.' or '|' was expected at position {at}, got '{path[at]}'");
        }
    }
}
