using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>The training rows of a neighbour model, and how far new rows are from them.</summary>
internal sealed class NeighborIndex
{
    private readonly RowSet _rows;
    private readonly Matrix? _dense;
    private readonly DistanceMetric _metric;
    private readonly NeighborTree? _tree;

    private NeighborIndex(RowSet rows, Matrix? dense, DistanceMetric metric, NeighborTree? tree)
    {
        _rows = rows;
        _dense = dense;
        _metric = metric;
        _tree = tree;
    }

    public int RowCount => _rows.RowCount;

    public int ColumnCount => _rows.ColumnCount;

    /// <summary>Reads <c>_fit_X</c>, the effective metric and the tree, if there is one.</summary>
    /// <exception cref="InvalidDataException">One is missing or not supported.</exception>
    public static NeighborIndex Read(SklearnObject source)
    {
        var sparse = CsrReader.Read(source.Value("_fit_X"));
        var columnCount = sparse?.ColumnCount ?? source.Matrix("_fit_X").ColumnCount;
        var metric = DistanceMetric.Read(
            source,
            source.Text("effective_metric_"),
            source.ValueOrNull("effective_metric_params_") as PickleDictionary,
            columnCount);
        if (sparse is not null && metric.IsEuclidean)
        {
            return new NeighborIndex(new RowSet(sparse), dense: null, metric, tree: null);
        }

        var dense = CsrReader.ReadDense(source.Value("_fit_X")) ?? source.Matrix("_fit_X");
        if (dense.RowCount == 0 || dense.ColumnCount == 0)
        {
            throw source.Unexpected("_fit_X", "at least one row");
        }

        return new NeighborIndex(new RowSet(dense), dense, metric, NeighborTree.Read(source, dense, metric));
    }

    /// <summary>Looks for the nearest rows; the heap has their distances then, the nearest first.</summary>
    /// <param name="query">One row.</param>
    /// <param name="heap">What is filled.</param>
    /// <param name="scratch">Room for one number per training row.</param>
    public void Search(ReadOnlySpan<double> query, NeighborHeap heap, Span<double> scratch)
    {
        heap.Clear();
        if (_tree is not null)
        {
            _tree.Search(query, heap);
        }
        else
        {
            ComputeReduced(query, scratch);
            for (var i = 0; i < scratch.Length; i++)
            {
                heap.Push(scratch[i], i);
            }
        }

        heap.Sort();
        foreach (ref var distance in heap.Distances)
        {
            distance = _metric.FromReduced(distance);
        }
    }

    /// <summary>Looks for all rows within a radius.</summary>
    /// <param name="query">One row.</param>
    /// <param name="radius">The largest distance.</param>
    /// <param name="rows">Room for all training rows; gets those found, in their order.</param>
    /// <param name="distances">Room for one number per training row; gets the distances of those found.</param>
    /// <returns>How many were found.</returns>
    public int SearchRadius(ReadOnlySpan<double> query, double radius, Span<int> rows, Span<double> distances)
    {
        ComputeReduced(query, distances);
        var limit = _metric.ToReduced(radius);
        var count = 0;
        for (var i = 0; i < distances.Length; i++)
        {
            if (distances[i] <= limit)
            {
                rows[count] = i;
                distances[count++] = _metric.FromReduced(distances[i]);
            }
        }

        return count;
    }

    private void ComputeReduced(ReadOnlySpan<double> query, Span<double> reduced)
    {
        if (_metric.IsEuclidean)
        {
            _rows.ComputeSquaredDistances(query, reduced);
            return;
        }

        for (var i = 0; i < reduced.Length; i++)
        {
            reduced[i] = _metric.ComputeReduced(query, _dense!.GetRow(i));
        }
    }
}
