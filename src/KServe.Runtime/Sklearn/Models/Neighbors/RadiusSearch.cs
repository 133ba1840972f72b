namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Finds all training rows within a radius, in their order; there may be none.</summary>
internal sealed class RadiusSearch(NeighborIndex index, double radius) : NeighborSearch
{
    private readonly int[] _rows = new int[index.RowCount];
    private readonly double[] _distances = new double[index.RowCount];
    private int _count;

    public override ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    public override Span<double> Distances => _distances.AsSpan(0, _count);

    /// <summary>Reads <c>radius</c>.</summary>
    /// <returns>What begins a search for each request.</returns>
    public static Func<NeighborSearch> Read(SklearnObject source, NeighborIndex index)
    {
        var radius = source.Number("radius");
        return () => new RadiusSearch(index, radius);
    }

    public override void Find(ReadOnlySpan<double> query) =>
        _count = index.SearchRadius(query, radius, _rows, _distances);
}
