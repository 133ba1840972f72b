using System.Runtime.InteropServices;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Looks for the training rows within a radius of each row of a request.</summary>
internal abstract class RadiusNeighborsModel : FittedModel
{
    private readonly NeighborIndex _index;
    private readonly double _radius;
    private readonly bool _isByDistance;

    protected RadiusNeighborsModel(SklearnObject source, NeighborIndex index, EstimatorMethods methods)
        : base(source, methods, index.ColumnCount)
    {
        _index = index;
        _radius = source.Number("radius");
        _isByDistance = NeighborWeights.ReadByDistance(source);
    }

    /// <summary>Adds what the neighbours of one row say to the row's results.</summary>
    /// <param name="neighbors">The neighbours with their weights; there may be none.</param>
    /// <param name="target">One target of several.</param>
    /// <param name="result">The row's results, zeros at first.</param>
    protected delegate void Gather(
        ReadOnlySpan<(int Row, double Weight)> neighbors, int target, Span<double> result);

    /// <summary>Looks for the neighbours of all rows.</summary>
    protected Matrix Compute(
        Features features, int target, int columnCount, Gather gather, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        var result = new Matrix(features.RowCount, columnCount);
        var neighbors = new List<(int Row, double Distance)>();
        var distances = new double[_index.RowCount];
        var scratch = new double[RowSet.GetScratchSize(features)];
        for (var row = 0; row < features.RowCount; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _index.SearchRadius(RowSet.GetQuery(features, row, scratch), _radius, neighbors, distances);
            Weigh(CollectionsMarshal.AsSpan(neighbors), distances);
            gather(CollectionsMarshal.AsSpan(neighbors), target, result.GetRow(row));
        }

        return result;
    }

    private void Weigh(Span<(int Row, double Distance)> neighbors, Span<double> scratch)
    {
        var weights = scratch[..neighbors.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = neighbors[i].Distance;
        }

        NeighborWeights.Apply(_isByDistance, weights);
        for (var i = 0; i < weights.Length; i++)
        {
            neighbors[i].Distance = weights[i];
        }
    }
}
