using System.Globalization;
using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Functions;

/// <summary>The functions that every template can call.</summary>
internal static class Globals
{
    private const int LongestRange = 100_000;

    /// <summary>Sets the functions.</summary>
    public static void AddTo(TemplateScope scope)
    {
        scope.Set("range", new TemplateFunction("range", Range));
        scope.Set("namespace", new TemplateFunction("namespace", Namespace));
        scope.Set("dict", new TemplateFunction("dict", Dict));
        scope.Set("raise_exception", new TemplateFunction("raise_exception", Raise));
        scope.Set("strftime_now", new TemplateFunction("strftime_now", Now));
    }

    private static TemplateList Range(RenderContext context, CallArguments arguments)
    {
        var bounds = new long[arguments.Positional.Count];
        for (var i = 0; i < bounds.Length; i++)
        {
            bounds[i] = arguments.Positional[i] is long or bool
                ? PythonOperators.ToInteger(arguments.Positional[i])
                : throw context.Error("range takes integers");
        }

        var (start, stop, step) = bounds switch
        {
            [var only] => (0L, only, 1L),
            [var from, var to] => (from, to, 1L),
            [var from, var to, not 0 and var by] => (from, to, by),
            _ => throw context.Error("range takes one to three integers, the last not zero"),
        };
        var distance = (Int128)stop - start;
        var count = distance != 0 && distance > 0 == step > 0 ? ((distance - Int128.Sign(step)) / step) + 1 : 0;
        if (count > LongestRange)
        {
            throw context.Error($"range has more than {LongestRange} numbers");
        }

        context.Step((long)count);
        var items = new object?[(int)count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = start + (i * step);
        }

        return new TemplateList(items);
    }

    private static TemplateNamespace Namespace(RenderContext context, CallArguments arguments)
    {
        var space = new TemplateNamespace();
        foreach (var (name, value) in Entries(context, arguments))
        {
            space.Attributes[name] = value;
        }

        return space;
    }

    private static TemplateMap Dict(RenderContext context, CallArguments arguments)
    {
        var map = new TemplateMap();
        foreach (var (name, value) in Entries(context, arguments))
        {
            map.Set(name, value);
        }

        return map;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Entries(RenderContext context, CallArguments arguments) =>
        arguments.Positional switch
        {
            [] => arguments.Named,
            [TemplateMap map] => map.Entries.Concat(arguments.Named),
            _ => throw context.Error("a dictionary or named values are expected"),
        };

    private static object? Raise(RenderContext context, CallArguments arguments) =>
        throw InferenceException.InvalidArgument(
            "messages", "chat template: " + PythonText.Str(context, arguments.Get(0, "message")));

    private static string Now(RenderContext context, CallArguments arguments)
    {
        var format = arguments.Get(0, "format") as string ?? throw context.Error("strftime_now needs a format");
        var now = context.Time.GetLocalNow();
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            i++;
            var isPlain = format[i] == '-' && i + 1 < format.Length;
            i += isPlain ? 1 : 0;
            var part = Part(context, now, format[i]);
            text.Append(isPlain && part.Length > 1 ? part.TrimStart('0').PadLeft(1, '0') : part);
        }

        return text.ToString();
    }

    private static string Part(RenderContext context, DateTimeOffset now, char letter)
    {
        var format = letter switch
        {
            'd' => "dd",
            'm' => "MM",
            'Y' => "yyyy",
            'y' => "yy",
            'b' => "MMM",
            'B' => "MMMM",
            'a' => "ddd",
            'A' => "dddd",
            'H' => "HH",
            'I' => "hh",
            'M' => "mm",
            'S' => "ss",
            'p' => "tt",
            'f' => "ffffff",
            'F' => "yyyy-MM-dd",
            'T' => "HH:mm:ss",
            'j' => "",
            '%' => "\\%",
            _ => throw context.Error($"strftime_now does not know %{letter}"),
        };
        return letter switch
        {
            'j' => now.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
            '%' => "%",
            _ => now.ToString(format, CultureInfo.InvariantCulture),
        };
    }
}
