namespace KServe;

/// <summary>Sends each key to one track, the same on every server, by weight.</summary>
/// <remarks>
/// Weighted rendezvous hashing: every track draws a number from the key, and the smallest -ln(u) / weight wins. A
/// weight that grows takes keys only for its own track, one that shrinks gives up only its own.
/// </remarks>
internal static class StickyHash
{
    private const double ToUnit = 1.0 / (1L << 53);

    /// <summary>Hashes a text the same way on every machine (FNV-1a over UTF-16, then mixed).</summary>
    public static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return Mix(hash);
    }

    /// <summary>Gets the track of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="seeds">One for each track, made from its name.</param>
    /// <param name="weights">One for each track, at least one above zero.</param>
    public static int Choose(ReadOnlySpan<char> key, ReadOnlySpan<ulong> seeds, ReadOnlySpan<int> weights)
    {
        var hash = Hash(key);
        var best = 0;
        var bestScore = double.PositiveInfinity;
        for (var i = 0; i < seeds.Length; i++)
        {
            if (weights[i] == 0)
            {
                continue;
            }

            var unit = ((Mix(hash ^ seeds[i]) >> 11) + 0.5) * ToUnit;
            var score = -Math.Log(unit) / weights[i];
            if (score < bestScore)
            {
                (best, bestScore) = (i, score);
            }
        }

        return best;
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood, 2014).
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
