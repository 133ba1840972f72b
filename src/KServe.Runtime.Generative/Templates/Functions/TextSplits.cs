using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Functions;

/// <summary>Cuts texts as Python's methods do.</summary>
internal static class TextSplits
{
    /// <summary>Cuts at a separator, or at white space.</summary>
    public static TemplateList Split(RenderContext context, string text, CallArguments arguments, bool fromRight)
    {
        context.Make(text.Length);
        var most = arguments.Get(1, "maxsplit") is long given && given >= 0 ? given : long.MaxValue;
        var separator = arguments.Get(0, "sep");
        if (separator is string { Length: 0 })
        {
            throw context.Error("the separator must not be empty");
        }

        var parts = separator is string at
            ? fromRight ? RightSplit(text, at, most) : LeftSplit(text, at, most)
            : fromRight ? RightWords(text, most) : LeftWords(text, most);
        context.Step(parts.Count);
        return new TemplateList(parts);
    }

    /// <summary>Cuts at line ends.</summary>
    public static TemplateList Lines(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        text = text.EndsWith('\n') ? text[..^1] : text;
        return new TemplateList(text.Length == 0 ? [] : [.. text.Split('\n')]);
    }

    /// <summary>Cuts in three: what is in front of a separator, it, and what is behind.</summary>
    public static TemplateList Partition(RenderContext context, string text, CallArguments arguments, bool fromRight)
    {
        if (arguments.Get(0, "sep") is not string { Length: > 0 } separator)
        {
            throw context.Error("the separator must be a text that is not empty");
        }

        var at = fromRight
            ? text.LastIndexOf(separator, StringComparison.Ordinal)
            : text.IndexOf(separator, StringComparison.Ordinal);
        object?[] parts = at >= 0 ? [text[..at], separator, text[(at + separator.Length)..]]
            : fromRight ? ["", "", text]
            : [text, "", ""];
        return new TemplateList(parts, IsTuple: true);
    }

    private static List<object?> LeftSplit(string text, string separator, long most)
    {
        List<object?> parts = [];
        var at = 0;
        for (var next = 0; most > 0; most--)
        {
            next = text.IndexOf(separator, at, StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            parts.Add(text[at..next]);
            at = next + separator.Length;
        }

        parts.Add(text[at..]);
        return parts;
    }

    private static List<object?> RightSplit(string text, string separator, long most)
    {
        List<object?> parts = [];
        var end = text.Length;
        for (; most > 0 && end > 0; most--)
        {
            var last = text.LastIndexOf(separator, end - 1, StringComparison.Ordinal);
            if (last < 0)
            {
                break;
            }

            parts.Add(text[(last + separator.Length)..end]);
            end = last;
        }

        parts.Add(text[..end]);
        parts.Reverse();
        return parts;
    }

    private static List<object?> LeftWords(string text, long most)
    {
        List<object?> parts = [];
        var rest = text.AsSpan().TrimStart();
        while (!rest.IsEmpty)
        {
            var end = 0;
            while (end < rest.Length && !char.IsWhiteSpace(rest[end]))
            {
                end++;
            }

            if (most-- <= 0)
            {
                parts.Add(rest.ToString());
                break;
            }

            parts.Add(rest[..end].ToString());
            rest = rest[end..].TrimStart();
        }

        return parts;
    }

    private static List<object?> RightWords(string text, long most)
    {
        List<object?> parts = [];
        var rest = text.AsSpan().TrimEnd();
        while (!rest.IsEmpty)
        {
            var start = rest.Length;
            while (start > 0 && !char.IsWhiteSpace(rest[start - 1]))
            {
                start--;
            }

            if (most-- <= 0)
            {
                parts.Add(rest.ToString());
                break;
            }

            parts.Add(rest[start..].ToString());
            rest = rest[..start].TrimEnd();
        }

        parts.Reverse();
        return parts;
    }
}
