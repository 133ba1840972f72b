namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>Looks at the text of regular expressions.</summary>
internal static class RegexText
{
    /// <summary>Cuts an expression at the bars outside all groups and classes.</summary>
    public static List<string> Alternatives(string pattern)
    {
        List<string> alternatives = [];
        var (start, depth, classDepth) = (0, 0, 0);
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    classDepth++;
                    break;
                case ']' when classDepth > 0:
                    classDepth--;
                    break;
                case '(' when classDepth == 0:
                    depth++;
                    break;
                case ')' when classDepth == 0:
                    depth--;
                    break;
                case '|' when classDepth == 0 && depth == 0:
                    alternatives.Add(pattern[start..i]);
                    start = i + 1;
                    break;
            }
        }

        alternatives.Add(pattern[start..]);
        return alternatives;
    }

    /// <summary>Gets what in an expression means something else here than in Oniguruma, or null.</summary>
    public static string? FindForeign(string pattern)
    {
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\' when i + 1 < pattern.Length && pattern[i + 1] is 'h' or 'H' or 'R' or 'X' or 'K' or 'Z':
                    return pattern.Substring(i, 2);
                case '\\':
                    i++;
                    break;
                case '[' when inClass:
                    return "a class inside a class";
                case '&' when inClass && i + 1 < pattern.Length && pattern[i + 1] == '&':
                    return "&&";
                case '[':
                    inClass = true;
                    i += i + 1 < pattern.Length && pattern[i + 1] == '^' ? 1 : 0;
                    i += i + 1 < pattern.Length && pattern[i + 1] == ']' ? 1 : 0;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '^' or '$' when !inClass:
                    return pattern[i].ToString();
                case >= '\uD800' and <= '\uDFFF':
                    return "a character above U+FFFF";
            }
        }

        return null;
    }
}
