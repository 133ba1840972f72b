using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Answers for each row of a request with what the training rows near it say.</summary>
internal abstract class NeighborModel : FittedModel
{
    private readonly Func<NeighborSearch> _begin;
    private readonly bool _isByDistance;

    protected NeighborModel(
        SklearnObject source, NeighborIndex index, Func<NeighborSearch> begin, EstimatorMethods methods)
        : base(source, methods, index.ColumnCount)
    {
        _begin = begin;
        _isByDistance = NeighborWeights.ReadByDistance(source);
    }

    /// <summary>Adds what the neighbours of one row say to the row's results.</summary>
    /// <param name="rows">The neighbours; there may be none.</param>
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
        var search = _begin();
        var scratch = new double[RowSet.GetScratchSize(features)];
        for (var row = 0; row < features.RowCount; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            search.Find(RowSet.GetQuery(features, row, scratch));
            NeighborWeights.Apply(_isByDistance, search.Distances);
            gather(search.Rows, search.Distances, target, result.GetRow(row));
        }

        return result;
    }
}
