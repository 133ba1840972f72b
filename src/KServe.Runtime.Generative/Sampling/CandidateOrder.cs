namespace KServe.Runtime.Generative.Sampling;

/// <summary>Orders candidates: the largest first, among equals the smallest token.</summary>
internal static class CandidateOrder
{
    /// <summary>Gets the order for sorting.</summary>
    /// <remarks>Made once: a comparer that is a struct would be boxed by each call.</remarks>
    public static Comparison<Candidate> Descending { get; } =
        static (x, y) => Precedes(in x, in y) ? -1 : Precedes(in y, in x) ? 1 : 0;

    /// <summary>Tells whether a candidate comes before another.</summary>
    public static bool Precedes(in Candidate x, in Candidate y) =>
        x.Value > y.Value || (x.Value == y.Value && x.Token < y.Token);
}
