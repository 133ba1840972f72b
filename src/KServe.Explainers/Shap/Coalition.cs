namespace KServe.Explainers;

/// <summary>A set of features that keep the values of the explained row, and its weight in the regression.</summary>
/// <param name="Members">One bit for each feature, 64 in a word.</param>
/// <param name="Weight">The share of the weight of all coalitions.</param>
internal readonly record struct Coalition(ulong[] Members, double Weight)
{
    public bool Contains(int feature) => (Members[feature >> 6] >> (feature & 63) & 1) != 0;
}
