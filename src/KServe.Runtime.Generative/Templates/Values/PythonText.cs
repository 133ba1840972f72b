using System.Globalization;
using System.Text;

namespace KServe.Runtime.Generative.Templates.Values;

/// <summary>Writes values as Python's str and repr write them.</summary>
internal static class PythonText
{
    /// <summary>Gets the text of a value.</summary>
    public static string Str(RenderContext context, object? value) => value switch
    {
        string text => text,
        Undefined => "",
        _ => Repr(context, value),
    };

    /// <summary>Gets the text of a value as source code.</summary>
    public static string Repr(RenderContext context, object? value)
    {
        if (value is TemplateList or TemplateMap or string)
        {
            var builder = new StringBuilder();
            Write(context, builder, value);
            return builder.ToString();
        }

        return value switch
        {
            null => "None",
            true => "True",
            false => "False",
            long number => number.ToString(CultureInfo.InvariantCulture),
            double number => Float(number),
            Undefined => "Undefined",
            TemplateFunction function => $"<function {function.Name}>",
            TemplateNamespace => "<Namespace>",
            _ => "<object>",
        };
    }

    /// <summary>Gets the shortest text of a number that reads back as the number.</summary>
    public static string Float(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = value == 0 ? 0 : int.Parse(text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1),
            CultureInfo.InvariantCulture);
        if (exponent is >= -4 and < 16)
        {
            if (!shortest.Contains('E', StringComparison.Ordinal))
            {
                return shortest.Contains('.', StringComparison.Ordinal) ? shortest : shortest + ".0";
            }

            var plain = value.ToString("0.####################", CultureInfo.InvariantCulture);
            return plain.Contains('.', StringComparison.Ordinal) ? plain : plain + ".0";
        }

        var digits = shortest.Contains('E', StringComparison.Ordinal)
            ? shortest[..shortest.IndexOf('E', StringComparison.Ordinal)]
            : Mantissa(shortest);
        var sign = exponent < 0 ? '-' : '+';
        return $"{digits}e{sign}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
    }

    private static string Mantissa(string plain)
    {
        var negative = plain[0] == '-';
        var digits = plain.Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimStart('0').TrimEnd('0');
        return (negative ? "-" : "") + (digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits);
    }

    private static void Write(RenderContext context, StringBuilder builder, object? value)
    {
        context.Enter();
        context.CheckLength(builder.Length);
        switch (value)
        {
            case string text:
                WriteQuoted(builder, text);
                break;
            case TemplateList list:
                builder.Append(list.IsTuple ? '(' : '[');
                for (var i = 0; i < list.Items.Count; i++)
                {
                    builder.Append(i == 0 ? "" : ", ");
                    Write(context, builder, list.Items[i]);
                }

                builder.Append(list.IsTuple && list.Items.Count == 1 ? "," : "").Append(list.IsTuple ? ')' : ']');
                break;
            case TemplateMap map:
                builder.Append('{');
                for (var i = 0; i < map.Count; i++)
                {
                    builder.Append(i == 0 ? "" : ", ");
                    WriteQuoted(builder, map.Entries[i].Key);
                    builder.Append(": ");
                    Write(context, builder, map.Entries[i].Value);
                }

                builder.Append('}');
                break;
            default:
                builder.Append(Repr(context, value));
                break;
        }
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void WriteQuoted(StringBuilder builder, string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal)
            ? '"'
            : '\'';
        builder.Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\\':
                    builder.Append("\\\\");
                    break;
                case '\n':
                    builder.Append("\\n");
                    break;
                case '\r':
                    builder.Append("\\r");
                    break;
                case '\t':
                    builder.Append("\\t");
                    break;
                case var c when c == quote:
                    builder.Append('\\').Append(quote);
                    break;
                case > 32 and < 127 or ' ':
                    builder.Append((char)rune.Value);
                    break;
                case var c when IsHidden(rune):
                    builder.Append(c < 0x100 ? $"\\x{c:x2}" : c < 0x10000 ? $"\\u{c:x4}" : $"\\U{c:x8}");
                    break;
                default:
                    builder.Append(rune.ToString());
                    break;
            }
        }

        builder.Append(quote);
    }
}
