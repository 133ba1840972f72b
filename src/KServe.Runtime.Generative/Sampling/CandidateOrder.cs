namespace KServe.Runtime.Generative.Sampling;

/// <summary>Orders candidates: the largest first, among equals the smallest token.</summary>
internal readonly struct CandidateOrder : IComparer<Candidate>
{
    public static bool Precedes(in Candidate x, in Candidate y) =>
        x.Value > y.Value || (x.Value == y.Value && x.Token < y.Token);

    public int Compare(Candidate x, Candidate y) => Precedes(x, y) ? -1 : Precedes(y, x) ? 1 : 0;
}
