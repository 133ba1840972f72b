namespace KServe.Storage.HuggingFace;

/// <summary>Matches names as Python's <c>fnmatch.fnmatchcase</c> does: <c>*</c> goes across slashes, too.</summary>
internal static class FilePattern
{
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // Only the last star is ever gone back to: an earlier one could not do better.
        int star = -1;
        int starName = 0;
        int p = 0;
        int n = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starName = n;
            }
            else if (p < pattern.Length && MatchesOne(pattern[p..], name[n], out int length))
            {
                p += length;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++starName;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char c, out int length)
    {
        length = 1;
        if (pattern[0] != '[')
        {
            return pattern[0] == '?' || pattern[0] == c;
        }

        // A bracket right after the opening one, or after its '!', is one of the characters.
        int first = pattern.Length > 1 && pattern[1] == '!' ? 2 : 1;
        int close = pattern.Length > first + 1 ? pattern[(first + 1)..].IndexOf(']') : -1;
        if (close < 0)
        {
            return c == '[';
        }

        length = first + 1 + close + 1;
        return IsInSet(pattern[first..(length - 1)], c) == (first == 1);
    }

    private static bool IsInSet(ReadOnlySpan<char> set, char c)
    {
        for (int i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                if (c >= set[i] && c <= set[i + 2])
                {
                    return true;
                }

                i += 2;
            }
            else if (set[i] == c)
            {
                return true;
            }
        }

        return false;
    }
}
