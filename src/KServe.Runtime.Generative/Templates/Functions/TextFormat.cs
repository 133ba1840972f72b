using System.Globalization;
using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Functions;

/// <summary>The method format, with places by order, number or name and nothing else.</summary>
internal static class TextFormat
{
    /// <summary>Puts values into the places of a text.</summary>
    public static string Apply(RenderContext context, string text, CallArguments arguments)
    {
        var builder = new System.Text.StringBuilder();
        var next = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '{' or '}' && i + 1 < text.Length && text[i + 1] == text[i])
            {
                builder.Append(text[i++]);
                continue;
            }

            var end = text[i] == '{' ? text.IndexOf('}', i) : -1;
            if (text[i] is '{' or '}' && end < 0)
            {
                throw context.Error("format found a single brace");
            }

            if (end < 0)
            {
                builder.Append(text[i]);
                continue;
            }

            var place = text[(i + 1)..end];
            var name = place.Length == 0 ? next++.ToString(CultureInfo.InvariantCulture) : place;
            builder.Append(PythonText.Str(context, Find(context, name, arguments)));
            context.CheckLength(builder.Length);
            i = end;
        }

        return builder.ToString();
    }

    private static object? Find(RenderContext context, string name, CallArguments arguments)
    {
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return index < arguments.Positional.Count
                ? arguments.Positional[index]
                : throw context.Error($"format has no value {index}");
        }

        foreach (var (key, value) in arguments.Named)
        {
            if (key == name)
            {
                return value;
            }
        }

        throw context.Error($"format has no value '{name}', or its form is not supported");
    }
}
