using System.Globalization;
using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Functions;

/// <summary>The filters of templates.</summary>
internal static class Filters
{
    private static readonly Dictionary<string, Func<RenderContext, object?, CallArguments, object?>> Known =
        new(StringComparer.Ordinal)
        {
            ["trim"] = static (c, v, a) => TextMethods.Strip(c, Text(c, v), a, left: true, right: true),
            ["upper"] = static (c, v, _) => Text(c, v).ToUpperInvariant(),
            ["lower"] = static (c, v, _) => Text(c, v).ToLowerInvariant(),
            ["capitalize"] = static (c, v, _) => TextCase.Capitalize(Text(c, v)),
            ["title"] = static (c, v, _) => TextCase.FilterTitle(Text(c, v)),
            ["string"] = static (c, v, _) => Text(c, v),
            ["safe"] = static (c, v, _) => Text(c, v),
            ["escape"] = static (c, v, _) => Escape(Text(c, v)),
            ["e"] = static (c, v, _) => Escape(Text(c, v)),
            ["replace"] = static (c, v, a) => TextMethods.Replace(
                c, Text(c, v), Text(c, a.Get(0, "old")), Text(c, a.Get(1, "new")), a.Get(2, "count")),
            ["indent"] = Indent,
            ["wordcount"] = static (c, v, _) =>
                (long)Text(c, v).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length,
            ["tojson"] = ToJson,
            ["default"] = Default,
            ["d"] = Default,
            ["length"] = static (c, v, _) => PythonOperators.Length(c, v),
            ["count"] = static (c, v, _) => PythonOperators.Length(c, v),
            ["int"] = ToInt,
            ["float"] = ToFloat,
            ["abs"] = static (c, v, _) => v is long number and > long.MinValue
                ? (object)Math.Abs(number)
                : Math.Abs(Number(c, v)),
            ["round"] = static (c, v, a) => v is long && !a.Has(1, "method") ? v : Round(c, v, a),
            ["join"] = ListFilters.Join,
            ["first"] = static (c, v, _) => PythonOperators.Iterate(c, v) is { Count: > 0 } items
                ? items[0] : new Undefined("the first item of nothing"),
            ["last"] = static (c, v, _) => PythonOperators.Iterate(c, v) is { Count: > 0 } items
                ? items[^1] : new Undefined("the last item of nothing"),
            ["list"] = static (c, v, _) => new TemplateList(PythonOperators.Iterate(c, v)),
            ["reverse"] = ListFilters.Reverse,
            ["sort"] = ListFilters.Sort,
            ["unique"] = ListFilters.Unique,
            ["sum"] = ListFilters.Sum,
            ["min"] = static (c, v, a) => ListFilters.Extreme(c, v, a, sign: -1),
            ["max"] = static (c, v, a) => ListFilters.Extreme(c, v, a, sign: 1),
            ["batch"] = ListFilters.Batch,
            ["map"] = ListFilters.Map,
            ["select"] = static (c, v, a) => ListFilters.Select(c, v, a, byAttribute: false, keeps: true),
            ["reject"] = static (c, v, a) => ListFilters.Select(c, v, a, byAttribute: false, keeps: false),
            ["selectattr"] = static (c, v, a) => ListFilters.Select(c, v, a, byAttribute: true, keeps: true),
            ["rejectattr"] = static (c, v, a) => ListFilters.Select(c, v, a, byAttribute: true, keeps: false),
            ["attr"] = static (c, v, a) => Members.Attribute(c, v, Text(c, a.Get(0, "name"))),
            ["items"] = static (c, v, _) => v is TemplateMap map ? MapMethods.Items(map)
                : v is Undefined ? new TemplateList([])
                : throw c.Error($"items needs a dictionary, not {PythonOperators.TypeName(v)}"),
            ["dictsort"] = ListFilters.DictSort,
        };

    /// <summary>Gets the filter of a name, or null.</summary>
    public static Func<RenderContext, object?, CallArguments, object?>? Find(string name) =>
        Known.GetValueOrDefault(name);

    private static string Text(RenderContext context, object? value)
    {
        var text = PythonText.Str(context, value);
        context.Make(text.Length);
        return text;
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("'", "&#39;", StringComparison.Ordinal)
            .Replace("\"", "&#34;", StringComparison.Ordinal);

    private static string Indent(RenderContext context, object? value, CallArguments arguments)
    {
        var width = arguments.Get(0, "width", 4L);
        if (width is long and (< 0 or > 1024))
        {
            throw context.Error("the width must be 0 to 1024");
        }

        var blanks = width as string ?? new string(' ', (int)(width as long? ?? 4));
        var first = PythonOperators.Truth(arguments.Get(1, "first", false));
        var blank = PythonOperators.Truth(arguments.Get(2, "blank", false));
        var lines = Text(context, value).Split('\n');
        context.Make(lines.Length * (long)blanks.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            var indents = i == 0 ? first : blank || lines[i].Length > 0;
            lines[i] = indents ? blanks + lines[i] : lines[i];
        }

        return string.Join('\n', lines);
    }

    private static string ToJson(RenderContext context, object? value, CallArguments arguments)
    {
        var indent = arguments.Get(1, "indent") switch
        {
            null => null,
            long width and >= 0 and <= 64 => new string(' ', (int)width),
            string { Length: <= 64 } text => text,
            _ => throw context.Error("tojson takes an indent of 0 to 64"),
        };
        var (item, key) = (indent is null ? ", " : ",", ": ");
        if (arguments.Get(2, "separators") is TemplateList { Items: [string itemText, string keyText] })
        {
            (item, key) = (itemText, keyText);
        }

        var sorts = PythonOperators.Truth(arguments.Get(3, "sort_keys"));
        return new JsonText(indent, item, key, sorts, PythonOperators.Truth(arguments.Get(0, "ensure_ascii")))
            .Write(context, value);
    }

    private static object? Default(RenderContext context, object? value, CallArguments arguments) =>
        value is Undefined || (PythonOperators.Truth(arguments.Get(1, "boolean")) && !PythonOperators.Truth(value))
            ? arguments.Get(0, "default_value", "")
            : value;

    private static object? ToInt(RenderContext context, object? value, CallArguments arguments) => value switch
    {
        long => value,
        bool => PythonOperators.ToInteger(value),
        double number when Math.Abs(number) < 9e18 => (long)number,
        string text when long.TryParse(
            text.AsSpan().Trim(),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var parsed) => parsed,
        string text when TryParse(text, out var parsed) && Math.Abs(parsed) < 9e18 => (long)parsed,
        _ => arguments.Get(0, "default", 0L),
    };

    private static object? ToFloat(RenderContext context, object? value, CallArguments arguments) =>
        PythonOperators.IsNumber(value) ? PythonOperators.ToDouble(value)
        : value is string text && TryParse(text, out var parsed) ? parsed
        : arguments.Get(0, "default", 0.0);

    private static bool TryParse(string text, out double value) =>
        double.TryParse(text.AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static double Number(RenderContext context, object? value) => PythonOperators.IsNumber(value)
        ? PythonOperators.ToDouble(value)
        : throw context.Error($"a number is expected, not {PythonOperators.TypeName(value)}");

    private static double Round(RenderContext context, object? value, CallArguments arguments)
    {
        var number = Number(context, value);
        var precision = arguments.Get(0, "precision", 0L) is long digits and >= 0 and <= 15
            ? (int)digits
            : throw context.Error("the precision must be 0 to 15");
        var scale = Math.Pow(10, precision);
        return (arguments.Get(1, "method", "common") as string) switch
        {
            "common" => Math.Round(number, precision, MidpointRounding.ToEven),
            "ceil" => Math.Ceiling(number * scale) / scale,
            "floor" => Math.Floor(number * scale) / scale,
            _ => throw context.Error("the method must be common, ceil or floor"),
        };
    }
}
