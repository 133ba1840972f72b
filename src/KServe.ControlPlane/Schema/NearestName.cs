namespace KServe.ControlPlane;

/// <summary>Finds what a misspelt name was meant to be.</summary>
internal static class NearestName
{
    private const int MaxLength = 64;

    /// <summary>Finds the name with the fewest edits (Levenshtein), if that is close enough to be meant.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        if (name.Length > MaxLength)
        {
            return null;
        }

        var (best, distance) = ((string?)null, Math.Max(2, name.Length / 3) + 1);
        foreach (var candidate in known)
        {
            var edits = Measure(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (edits < distance)
            {
                (best, distance) = (candidate, edits);
            }
        }

        return best;
    }

    private static int Measure(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
