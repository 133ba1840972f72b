using System.Text;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Translates Python's regular expressions to .NET's, which know other words and boundaries.</summary>
internal static class PythonPattern
{
    private const string Word = @"\p{L}\p{N}_";

    /// <summary>All characters but Python's word characters, as the inside of a class.</summary>
    private const string NoWord = @"\p{M}\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}\p{S}\p{Z}\p{C}"
        + @"\u203F\u2040\u2054\uFE33\uFE34\uFE4D-\uFE4F\uFF3F";

    public static string Translate(string pattern)
    {
        var translated = new StringBuilder(pattern.Length * 2);
        var isInClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                AppendEscape(translated, pattern[++i], isInClass);
            }
            else if (isInClass)
            {
                AppendInClass(translated, pattern, i, ref isInClass);
            }
            else if (pattern[i] == '[')
            {
                isInClass = true;
                i = AppendClassStart(translated, pattern, i);
            }
            else
            {
                i = AppendPlain(translated, pattern, i);
            }
        }

        return translated.ToString();
    }

    private static void AppendEscape(StringBuilder translated, char escaped, bool isInClass) =>
        translated.Append((escaped, isInClass) switch
        {
            ('w', true) => Word,
            ('w', false) => $"[{Word}]",
            ('W', true) => NoWord,
            ('W', false) => $"[^{Word}]",
            ('b', false) => $"(?:(?<=[{Word}])(?![{Word}])|(?<![{Word}])(?=[{Word}]))",
            ('B', false) => $"(?:(?<=[{Word}])(?=[{Word}])|(?<![{Word}])(?![{Word}]))",
            ('Z', false) => @"\z",
            _ => $"\\{escaped}",
        });

    /// <summary>Copies a character of a class; a bracket in it is .NET's sign of a subtraction.</summary>
    private static void AppendInClass(StringBuilder translated, string pattern, int index, ref bool isInClass)
    {
        isInClass = pattern[index] != ']';
        if (pattern[index] == '[')
        {
            translated.Append('\\');
        }

        translated.Append(pattern[index]);
    }

    /// <summary>Copies the start of a class; a closing bracket that comes first stands for itself.</summary>
    private static int AppendClassStart(StringBuilder translated, string pattern, int index)
    {
        translated.Append('[');
        if (index + 1 < pattern.Length && pattern[index + 1] == '^')
        {
            translated.Append('^');
            index++;
        }

        if (index + 1 < pattern.Length && pattern[index + 1] == ']')
        {
            translated.Append(@"\]");
            index++;
        }

        return index;
    }

    private static int AppendPlain(StringBuilder translated, string pattern, int index)
    {
        var rest = pattern.AsSpan(index);
        if (rest.StartsWith("(?u)"))
        {
            return index + 3;
        }

        if (rest.StartsWith("(?P<"))
        {
            translated.Append("(?<");
            return index + 3;
        }

        translated.Append(pattern[index]);
        return index;
    }
}
