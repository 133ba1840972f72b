namespace KServe.Graphs;

/// <summary>Finds the ends of brackets in a path; quotes and escapes hide what is in them.</summary>
internal static class ConditionBrackets
{
    /// <summary>Finds the bracket that closes the one at a position.</summary>
    /// <exception cref="ConditionException">There is none.</exception>
    public static int FindEnd(string path, int open)
    {
        var depth = 0;
        for (var i = open; i < path.Length; i = Next(path, i))
        {
            depth += Change(path[i]);
            if (depth == 0)
            {
                return i;
            }
        }

        throw new ConditionException($"the '{path[open]}' at position {open} is not closed");
    }

    /// <summary>Finds the first pipe outside of brackets, or the end.</summary>
    public static int FindPipe(string path, int start)
    {
        var depth = 0;
        for (var i = start; i < path.Length; i = Next(path, i))
        {
            depth += Change(path[i]);
            if (depth <= 0 && path[i] == '|')
            {
                return i;
            }
        }

        return path.Length;
    }

    /// <summary>Splits at the commas outside of brackets.</summary>
    public static List<string> Split(string paths)
    {
        List<string> parts = [];
        var (start, depth) = (0, 0);
        for (var i = 0; i < paths.Length; i = Next(paths, i))
        {
            depth += Change(paths[i]);
            if (depth == 0 && paths[i] == ',')
            {
                parts.Add(paths[start..i]);
                start = i + 1;
            }
        }

        parts.Add(paths[start..]);
        return parts;
    }

    /// <summary>Finds the first character of an operator outside of brackets, or -1.</summary>
    public static int FindOperator(string query)
    {
        var depth = 0;
        for (var i = 0; i < query.Length; i = Next(query, i))
        {
            depth += Change(query[i]);
            if (depth == 0 && query[i] is '!' or '=' or '<' or '>' or '%')
            {
                return i;
            }
        }

        return -1;
    }

    private static int Change(char c) => c switch
    {
        '(' or '[' or '{' => 1,
        ')' or ']' or '}' => -1,
        _ => 0,
    };

    /// <summary>Steps over a character, an escaped one, or a whole text in quotes.</summary>
    private static int Next(string path, int at)
    {
        if (path[at] == '\\')
        {
            return at + 2;
        }

        if (path[at] != '"')
        {
            return at + 1;
        }

        for (at++; at < path.Length && path[at] != '"'; at++)
        {
            at += path[at] == '\\' ? 1 : 0;
        }

        return at + 1;
    }
}
