using KServe.Runtime.Sklearn.Models.Neighbors;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Outliers;

/// <summary>Scores rows by how much thinner they lie than their neighbours do.</summary>
/// <remarks>Breunig, Kriegel, Ng and Sander, "LOF: identifying density-based local outliers", 2000.</remarks>
internal sealed class LocalOutlierFactor : OutlierModel
{
    private readonly NeighborIndex _index;
    private readonly int _neighborCount;

    // Of each training row: its density, and the distance of its farthest neighbour.
    private readonly double[] _densities;
    private readonly double[] _reaches;

    private LocalOutlierFactor(SklearnObject source, NeighborIndex index)
        : base(source, index.ColumnCount)
    {
        if (!source.Flag("novelty"))
        {
            throw source.Invalid("without novelty=True it only tells of the rows it was fitted to");
        }

        var count = source.Integer("n_neighbors_");
        if (count < 1 || count > index.RowCount)
        {
            throw source.Unexpected("n_neighbors_", $"1 to {index.RowCount}");
        }

        _index = index;
        _neighborCount = (int)count;
        _densities = source.Vector("_lrd", index.RowCount);
        var distances = source.Matrix("_distances_fit_X_", index.RowCount, _neighborCount);
        _reaches = new double[index.RowCount];
        for (var i = 0; i < _reaches.Length; i++)
        {
            _reaches[i] = distances[i, _neighborCount - 1];
        }
    }

    public static LocalOutlierFactor Read(SklearnObject source, EstimatorReader reader) =>
        new(source, NeighborIndex.Read(source));

    public override Matrix ScoreSamples(Features features, CancellationToken cancellationToken)
    {
        // The library looks at the numbers before it knows whose they are.
        FeatureChecks.RequireFinite(features.Sparse?.Values ?? features.ToDense().Values, "Input");
        FeatureChecks.RequireShape(features, className: "", featureCount: -1);
        FeatureChecks.RequireShape(features, ClassName, FeatureCount);
        var result = new double[features.RowCount];
        var heap = new NeighborHeap(_neighborCount);
        var distances = new double[_index.RowCount];
        var scratch = new double[RowSet.GetScratchSize(features)];
        for (var i = 0; i < result.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _index.Search(RowSet.GetQuery(features, i, scratch), heap, distances);
            result[i] = -Compare(heap.Rows, heap.Distances);
        }

        return Matrix.Vector(result);
    }

    private double Compare(ReadOnlySpan<int> neighbors, ReadOnlySpan<double> distances)
    {
        double reach = 0, density = 0;
        for (var i = 0; i < neighbors.Length; i++)
        {
            reach += Math.Max(distances[i], _reaches[neighbors[i]]);
            density += _densities[neighbors[i]];
        }

        // The library adds the same small number, so that many equal rows divide by no zero.
        var own = 1 / (reach / neighbors.Length + 1e-10);
        return density / own / neighbors.Length;
    }
}
