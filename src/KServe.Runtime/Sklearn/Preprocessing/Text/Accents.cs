using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Strips accents: compatibility decomposition (NFKD) without the combining characters.</summary>
/// <remarks>
/// The decompositions lie in a table of this assembly, from the Unicode character database: an application without
/// globalization data has no others, and every host answers the same.
/// </remarks>
internal static class Accents
{
    private const string Resource = "KServe.Runtime.Sklearn.Preprocessing.Text.accents.txt";
    private const int FirstSyllable = 0xAC00;
    private const int LastSyllable = 0xD7A3;

    private static readonly Lazy<FrozenDictionary<int, string>> Table = new(Load);

    public static string Strip(string text, AccentStripping stripping)
    {
        if (stripping == AccentStripping.None || Ascii.IsValid(text))
        {
            return text;
        }

        var stripped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                stripped.Append((char)rune.Value);
            }
            else if (stripping == AccentStripping.Unicode)
            {
                Append(stripped, rune);
            }
            else if (Table.Value.TryGetValue(rune.Value, out var decomposed))
            {
                AppendAscii(stripped, decomposed);
            }
        }

        return stripped.ToString();
    }

    private static void Append(StringBuilder stripped, Rune rune)
    {
        if (Table.Value.TryGetValue(rune.Value, out var decomposed))
        {
            stripped.Append(decomposed);
        }
        else if (rune.Value is >= FirstSyllable and <= LastSyllable)
        {
            AppendSyllable(stripped, rune.Value - FirstSyllable);
        }
        else
        {
            stripped.Append(rune);
        }
    }

    private static void AppendAscii(StringBuilder stripped, string decomposed)
    {
        foreach (var character in decomposed)
        {
            if (char.IsAscii(character))
            {
                stripped.Append(character);
            }
        }
    }

    /// <summary>Takes a Hangul syllable apart (The Unicode Standard, section 3.12).</summary>
    private static void AppendSyllable(StringBuilder stripped, int index)
    {
        stripped.Append((char)(0x1100 + index / (21 * 28)));
        stripped.Append((char)(0x1161 + index / 28 % 21));
        if (index % 28 != 0)
        {
            stripped.Append((char)(0x11A7 + index % 28));
        }
    }

    /// <summary>Reads lines like <c>00E9 0065</c>: a character and what remains of it, all in hexadecimal.</summary>
    private static FrozenDictionary<int, string> Load()
    {
        using var stream = typeof(Accents).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        Dictionary<int, string> table = [];
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            table.Add(
                int.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                string.Concat(parts.Skip(1).Select(static part => char.ConvertFromUtf32(
                    int.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))));
        }

        return table.ToFrozenDictionary();
    }
}
