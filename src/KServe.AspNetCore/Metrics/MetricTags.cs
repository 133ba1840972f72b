using System.Globalization;
using System.Text;

namespace KServe.AspNetCore;

/// <summary>Compares and prints the tags of measurements; their order has no meaning.</summary>
internal static class MetricTags
{
    public static uint GetHash(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = 0u;
        foreach (var (name, value) in tags)
        {
            hash += (GetHash(name) * 31) + (value is string text ? GetHash(text) : (uint)(value?.GetHashCode() ?? 0));
        }

        return hash;
    }

    public static bool AreEqual(
        ReadOnlySpan<KeyValuePair<string, object?>> left,
        ReadOnlySpan<KeyValuePair<string, object?>> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        foreach (var tag in left)
        {
            if (!Contains(right, tag))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Prints labels in the order of their names, escaped.</summary>
    public static string Print(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var sorted = tags.ToArray();
        Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        var text = new StringBuilder();
        foreach (var (name, value) in sorted)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(MetricNames.Label(name)).Append("=\"");
            AppendEscaped(text, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
            text.Append('"');
        }

        return text.ToString();
    }

    // Every measurement is looked up, and hashing all of a text costs more than comparing with the few that collide.
    // Names of many models differ at their end.
    private static uint GetHash(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        var hash = ((uint)text.Length * 31) + text[0];
        foreach (var c in text.AsSpan(Math.Max(text.Length - 5, 0)))
        {
            hash = (hash * 31) + c;
        }

        return hash;
    }

    /// <summary>Tells whether a tag is among others.</summary>
    public static bool Contains(
        ReadOnlySpan<KeyValuePair<string, object?>> tags,
        KeyValuePair<string, object?> wanted)
    {
        foreach (var (name, value) in tags)
        {
            if (string.Equals(name, wanted.Key, StringComparison.Ordinal) && Equals(value, wanted.Value))
            {
                return true;
            }
        }

        return false;
    }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
        }
    }
}
