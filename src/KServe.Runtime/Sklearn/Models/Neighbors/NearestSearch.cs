namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Finds the same number of nearest training rows for every row, the nearest first.</summary>
internal sealed class NearestSearch(NeighborIndex index, int count) : NeighborSearch
{
    private readonly NeighborHeap _heap = new(count);
    private readonly double[] _scratch = new double[index.RowCount];

    public override ReadOnlySpan<int> Rows => _heap.Rows;

    public override Span<double> Distances => _heap.Distances;

    /// <summary>Reads <c>n_neighbors</c>.</summary>
    /// <returns>What begins a search for each request.</returns>
    /// <exception cref="InvalidDataException">It is more than there are rows, or less than 1.</exception>
    public static Func<NeighborSearch> Read(SklearnObject source, NeighborIndex index)
    {
        var count = source.Integer("n_neighbors", 5);
        return count >= 1 && count <= index.RowCount
            ? () => new NearestSearch(index, (int)count)
            : throw source.Unexpected("n_neighbors", $"1 to {index.RowCount}");
    }

    public override void Find(ReadOnlySpan<double> query) => index.Search(query, _heap, _scratch);
}
