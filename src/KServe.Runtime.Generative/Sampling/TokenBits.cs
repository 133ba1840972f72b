namespace KServe.Runtime.Generative.Sampling;

/// <summary>Sets of tokens as bits.</summary>
internal static class TokenBits
{
    /// <summary>Makes a set.</summary>
    public static ulong[] Create(int vocabularySize, IReadOnlyList<int> tokens)
    {
        var bits = new ulong[(vocabularySize + 63) / 64];
        foreach (var token in tokens)
        {
            bits[token >> 6] |= 1UL << (token & 63);
        }

        return bits;
    }

    /// <summary>Makes the logits of all other tokens minus infinity.</summary>
    public static void Apply(Span<float> logits, ReadOnlySpan<ulong> allowed)
    {
        for (var word = 0; word << 6 < logits.Length; word++)
        {
            var start = word << 6;
            var part = logits.Slice(start, Math.Min(64, logits.Length - start));
            var bits = word < allowed.Length ? allowed[word] : 0;
            if (bits == 0)
            {
                part.Fill(float.NegativeInfinity);
            }
            else if (bits != ulong.MaxValue)
            {
                Apply(part, bits);
            }
        }
    }

    private static void Apply(Span<float> logits, ulong bits)
    {
        for (var i = 0; i < logits.Length; i++)
        {
            if ((bits & (1UL << i)) == 0)
            {
                logits[i] = float.NegativeInfinity;
            }
        }
    }
}
