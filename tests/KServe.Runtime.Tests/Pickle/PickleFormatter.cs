using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Pickle.Calls;

namespace KServe.Runtime.Tests.Pickle;

/// <summary>Writes descriptions as text, one form for equal values, so that tests can compare them.</summary>
/// <remarks>An object that appears again is written again, up to a depth: pickles may contain themselves.</remarks>
internal static class PickleFormatter
{
    private const int MaxDepth = 24;
    private const int LongestShown = 1024;

    public static string Format(object? value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.ToString();
    }

    private static string FormatText(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return utf8.Length <= LongestShown ? text : FormatBytes(utf8);
    }

    private static string FormatBytes(ReadOnlySpan<byte> bytes) => bytes.Length <= LongestShown
        ? Convert.ToHexStringLower(bytes)
        : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    private static void Append(StringBuilder text, object? value, int depth)
    {
        if (depth == MaxDepth)
        {
            text.Append("...");
            return;
        }

        switch (value)
        {
            case null:
                text.Append("None");
                break;
            case bool flag:
                text.Append(flag ? "True" : "False");
                break;
            case long or BigInteger:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case double number:
                text.Append(CultureInfo.InvariantCulture, $"float({BitConverter.DoubleToInt64Bits(number):x16})");
                break;
            case string words:
                text.Append('\'').Append(FormatText(words)).Append('\'');
                break;
            case byte[] bytes:
                text.Append("bytes(").Append(FormatBytes(bytes)).Append(')');
                break;
            case PickleClass type:
                text.Append(CultureInfo.InvariantCulture, $"<{PickleNames.Normalize(type)}>");
                break;
            case PickleDtype type:
                AppendType(text, type.Type);
                break;
            default:
                AppendContainer(text, value, depth);
                break;
        }
    }

    private static void AppendContainer(StringBuilder text, object value, int depth)
    {
        switch (value)
        {
            case object?[] tuple:
                AppendItems(text, "(", tuple, ")", depth);
                break;
            case List<object?> list:
                AppendItems(text, "[", list, "]", depth);
                break;
            case PickleSet set:
                // sets have no order of their own: another protocol may write another one
                var items = set.Items.Select(Format).Order(StringComparer.Ordinal);
                text.Append("set(").AppendJoin(", ", items).Append(')');
                break;
            case PickleDictionary dictionary:
                AppendDictionary(text, dictionary, depth);
                break;
            case NumpyArray array:
                AppendArray(text, array, depth);
                break;
            case PickleInstance instance:
                text.Append(CultureInfo.InvariantCulture, $"{PickleNames.Normalize(instance.Type)}");
                AppendItems(text, "(", instance.Arguments, ")", depth);
                AppendDictionary(text, instance.Entries, depth);
                AppendItems(text, "[", instance.Elements, "]", depth);
                Append(text, instance.State, depth + 1);
                break;
            default:
                throw new InvalidDataException($"a value of type {value.GetType()}");
        }
    }

    private static void AppendItems(StringBuilder text, string open, IEnumerable items, string close, int depth)
    {
        text.Append(open);
        foreach (var item in items)
        {
            Append(text, item, depth + 1);
            text.Append(", ");
        }

        text.Append(close);
    }

    private static void AppendDictionary(StringBuilder text, PickleDictionary dictionary, int depth)
    {
        text.Append('{');
        foreach (var (key, value) in dictionary.Items)
        {
            Append(text, key, depth + 1);
            text.Append(": ");
            Append(text, value, depth + 1);
            text.Append(", ");
        }

        text.Append('}');
    }

    private static void AppendArray(StringBuilder text, NumpyArray array, int depth)
    {
        AppendType(text, array.Type);
        text.Append(CultureInfo.InvariantCulture, $"[{string.Join(',', array.Shape)}]");
        text.Append(array.IsFortranOrder ? "F" : "").Append(FormatBytes(array.Data.Span));
        AppendItems(text, "", array.Objects, "", depth);
    }

    private static void AppendType(StringBuilder text, NumpyType type)
    {
        text.Append(CultureInfo.InvariantCulture, $"{type.Kind}{type.ItemSize}{(type.IsBigEndian ? ">" : "")}");
        foreach (var field in type.Fields)
        {
            text.Append(CultureInfo.InvariantCulture, $" {field.Name}@{field.Offset}:");
            AppendType(text, field.Type);
        }
    }
}
