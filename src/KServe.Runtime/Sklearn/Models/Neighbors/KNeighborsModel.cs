using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Looks for the nearest training rows of each row of a request.</summary>
internal abstract class KNeighborsModel : FittedModel
{
    private readonly NeighborIndex _index;
    private readonly int _neighborCount;
    private readonly bool _isByDistance;

    protected KNeighborsModel(SklearnObject source, NeighborIndex index, EstimatorMethods methods)
        : base(source, methods, index.ColumnCount)
    {
        _index = index;
        _isByDistance = NeighborWeights.ReadByDistance(source);
        var count = source.Integer("n_neighbors", 5);
        if (count < 1 || count > index.RowCount)
        {
            throw source.Unexpected("n_neighbors", $"1 to {index.RowCount}");
        }

        _neighborCount = (int)count;
    }

    /// <summary>Adds what the neighbours of one row say to the row's results.</summary>
    /// <param name="rows">The neighbours, the nearest first.</param>
    /// <param name="weights">How much each counts.</param>
    /// <param name="target">One target of several.</param>
    /// <param name="result">The row's results, zeros at first.</param>
    protected delegate void Gather(
        ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, int target, Span<double> result);

    /// <summary>Looks for the neighbours of all rows.</summary>
    protected Matrix Compute(
        Features features, int target, int columnCount, Gather gather, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        var result = new Matrix(features.RowCount, columnCount);
        var heap = new NeighborHeap(_neighborCount);
        var distances = new double[_index.RowCount];
        var scratch = new double[RowSet.GetScratchSize(features)];
        for (var row = 0; row < features.RowCount; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _index.Search(RowSet.GetQuery(features, row, scratch), heap, distances);
            NeighborWeights.Apply(_isByDistance, heap.Distances);
            gather(heap.Rows, heap.Distances, target, result.GetRow(row));
        }

        return result;
    }
}
