namespace KServe.PayloadLogging;

/// <summary>Decides by an id whether an inference belongs to a sample.</summary>
/// <remarks>
/// The same id gives the same answer in every process. FNV-1a over UTF-16, then the finalizer of MurmurHash3, without
/// which the high bits of short ids are far from even.
/// </remarks>
internal static class PayloadSampling
{
    public static bool Takes(string id, double rate) =>
        rate >= 1 || (rate > 0 && Hash(id) < rate * Math.Pow(2, 64));

    private static ulong Hash(string id)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in id)
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        unchecked
        {
            hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
            hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL;
            return hash ^ (hash >> 33);
        }
    }
}
