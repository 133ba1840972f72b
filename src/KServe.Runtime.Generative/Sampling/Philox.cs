namespace KServe.Runtime.Generative.Sampling;

/// <summary>Random numbers that are a function of a key and a counter: Philox4x32-10.</summary>
/// <remarks>
/// J. K. Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3 (SC11). A number depends on nothing that came
/// before it: the token at a position gets the same one in any batch, after any preemption.
/// </remarks>
internal static class Philox
{
    private const uint FirstMultiplier = 0xD2511F53;
    private const uint SecondMultiplier = 0xCD9E8D57;
    private const uint FirstWeyl = 0x9E3779B9;
    private const uint SecondWeyl = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>Computes 128 random bits.</summary>
    public static (ulong Low, ulong High) Next(ulong key, ulong counterLow, ulong counterHigh)
    {
        var (c0, c1) = ((uint)counterLow, (uint)(counterLow >> 32));
        var (c2, c3) = ((uint)counterHigh, (uint)(counterHigh >> 32));
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var i = 0; i < Rounds; i++)
        {
            var first = (ulong)FirstMultiplier * c0;
            var second = (ulong)SecondMultiplier * c2;
            c0 = (uint)(second >> 32) ^ c1 ^ k0;
            c2 = (uint)(first >> 32) ^ c3 ^ k1;
            c1 = (uint)second;
            c3 = (uint)first;
            k0 += FirstWeyl;
            k1 += SecondWeyl;
        }

        return (c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32));
    }

    /// <summary>Computes a number from 0 up to but not including 1, with all 53 bits random.</summary>
    public static double NextDouble(ulong key, ulong counterLow, ulong counterHigh) =>
        (Next(key, counterLow, counterHigh).Low >> 11) * (1.0 / (1UL << 53));
}
