using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Functions;

/// <summary>The methods of texts.</summary>
internal static class TextMethods
{
    /// <summary>Gets the method of a name.</summary>
    public static TemplateFunction? Find(string text, string name)
    {
        Func<RenderContext, CallArguments, object?>? method = name switch
        {
            "strip" => (c, a) => Strip(c, text, a, left: true, right: true),
            "lstrip" => (c, a) => Strip(c, text, a, left: true, right: false),
            "rstrip" => (c, a) => Strip(c, text, a, left: false, right: true),
            "startswith" => (c, a) => Any(c, a, part => text.StartsWith(part, StringComparison.Ordinal)),
            "endswith" => (c, a) => Any(c, a, part => text.EndsWith(part, StringComparison.Ordinal)),
            "removeprefix" => (c, a) => TextOf(c, a, 0) is var part && text.StartsWith(part, StringComparison.Ordinal)
                ? text[part.Length..] : text,
            "removesuffix" => (c, a) => TextOf(c, a, 0) is var part && text.EndsWith(part, StringComparison.Ordinal)
                ? text[..^part.Length] : text,
            "upper" => (_, _) => text.ToUpperInvariant(),
            "lower" or "casefold" => (_, _) => text.ToLowerInvariant(),
            "capitalize" => (_, _) => TextCase.Capitalize(text),
            "title" => (_, _) => TextCase.PythonTitle(text),
            "replace" => (c, a) => Replace(c, text, TextOf(c, a, 0), TextOf(c, a, 1), a.Get(2, "count")),
            "split" => (c, a) => TextSplits.Split(c, text, a, fromRight: false),
            "rsplit" => (c, a) => TextSplits.Split(c, text, a, fromRight: true),
            "splitlines" => (_, _) => TextSplits.Lines(text),
            "partition" => (c, a) => TextSplits.Partition(c, text, a, fromRight: false),
            "rpartition" => (c, a) => TextSplits.Partition(c, text, a, fromRight: true),
            "join" => (c, a) => Join(c, text, a.Get(0, "iterable")),
            "find" => (c, a) => Place(text, text.IndexOf(TextOf(c, a, 0), StringComparison.Ordinal)),
            "rfind" => (c, a) => Place(text, text.LastIndexOf(TextOf(c, a, 0), StringComparison.Ordinal)),
            "index" => (c, a) => Place(text, text.IndexOf(TextOf(c, a, 0), StringComparison.Ordinal)) is var at and >= 0
                ? at : throw c.Error("the text is not found"),
            "count" => (c, a) => Count(text, TextOf(c, a, 0)),
            "isdigit" or "isdecimal" or "isnumeric" => (_, _) => text.Length > 0 && text.All(char.IsDigit),
            "isalpha" => (_, _) => text.Length > 0 && text.All(char.IsLetter),
            "isalnum" => (_, _) => text.Length > 0 && text.All(char.IsLetterOrDigit),
            "isspace" => (_, _) => text.Length > 0 && text.All(char.IsWhiteSpace),
            "isupper" => (_, _) => text.Any(char.IsUpper) && !text.Any(char.IsLower),
            "islower" => (_, _) => text.Any(char.IsLower) && !text.Any(char.IsUpper),
            "ljust" => (c, a) => Pad(c, text, a, left: false),
            "rjust" => (c, a) => Pad(c, text, a, left: true),
            "format" => (c, a) => TextFormat.Apply(c, text, a),
            _ => null,
        };
        return method is null ? null : new TemplateFunction(name, method);
    }

    /// <summary>Joins values to one text.</summary>
    public static string Join(RenderContext context, string separator, object? values)
    {
        var builder = new System.Text.StringBuilder();
        var isFirst = true;
        foreach (var item in PythonOperators.Iterate(context, values))
        {
            if (item is not string part)
            {
                throw context.Error($"join takes texts, not {PythonOperators.TypeName(item)}");
            }

            builder.Append(isFirst ? "" : separator).Append(part);
            isFirst = false;
            context.Make(part.Length + separator.Length);
            context.CheckLength(builder.Length);
        }

        return builder.ToString();
    }

    /// <summary>Replaces a text by another, at most as often as said.</summary>
    public static string Replace(RenderContext context, string text, string old, string replacement, object? count)
    {
        var most = count is long number && number >= 0 ? number : long.MaxValue;
        if (old.Length == 0)
        {
            throw context.Error("replace needs a text that is not empty");
        }

        context.Make(text.Length + (Math.Min(most, Count(text, old)) * (long)replacement.Length));
        if (most == long.MaxValue)
        {
            return text.Replace(old, replacement, StringComparison.Ordinal);
        }

        var builder = new System.Text.StringBuilder();
        var at = 0;
        for (; most > 0; most--)
        {
            var next = text.IndexOf(old, at, StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            builder.Append(text, at, next - at).Append(replacement);
            at = next + old.Length;
        }

        return builder.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Drops characters at the ends: white space, or those of a text.</summary>
    public static string Strip(RenderContext context, string text, CallArguments arguments, bool left, bool right)
    {
        context.Step(text.Length >> 6);
        var chars = (arguments.Get(0, "chars") as string)?.ToCharArray();
        text = left ? text.TrimStart(chars) : text;
        return right ? text.TrimEnd(chars) : text;
    }

    private static string TextOf(RenderContext context, CallArguments arguments, int index) =>
        index < arguments.Positional.Count && arguments.Positional[index] is string text
            ? text
            : throw context.Error($"argument {index + 1} must be a text");

    private static bool Any(RenderContext context, CallArguments arguments, Func<string, bool> holds) =>
        arguments.Get(0, "prefix") is TemplateList list
            ? list.Items.Any(item => item is string part && holds(part))
            : holds(TextOf(context, arguments, 0));

    private static long Place(string text, int at) =>
        at < 0 ? -1 : Tokenization.Text.CodePoints.Count(text.AsSpan(0, at));

    private static long Count(string text, string part) => part.Length == 0
        ? text.Length + 1
        : text.AsSpan().Count(part);

    private static string Pad(RenderContext context, string text, CallArguments arguments, bool left)
    {
        var width = arguments.Get(0, "width") is long number
            ? number
            : throw context.Error("the width must be an integer");
        context.Make(Math.Max(0, width));
        var fill = arguments.Get(1, "fillchar") is string { Length: 1 } given ? given[0] : ' ';
        return left ? text.PadLeft((int)Math.Max(0, width), fill) : text.PadRight((int)Math.Max(0, width), fill);
    }
}
