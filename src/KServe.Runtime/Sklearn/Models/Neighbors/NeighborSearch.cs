namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Finds the training rows that answer for a new row.</summary>
/// <remarks>Holds the memory of one request, whose rows it looks up one after the other. Not safe for concurrent
/// calls.</remarks>
internal abstract class NeighborSearch
{
    /// <summary>Gets the training rows found last.</summary>
    public abstract ReadOnlySpan<int> Rows { get; }

    /// <summary>Gets their distances; the caller may make weights of them in place.</summary>
    public abstract Span<double> Distances { get; }

    public abstract void Find(ReadOnlySpan<double> query);
}
