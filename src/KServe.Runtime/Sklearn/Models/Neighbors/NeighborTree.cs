using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>The tree of boxes or balls that a file carries beside its rows.</summary>
/// <remarks>
/// It is walked as the library walks it, because the order in which equally near rows are met decides which are kept.
/// Omohundro, "Five balltree construction algorithms", 1989.
/// </remarks>
internal sealed class NeighborTree
{
    private readonly Matrix _rows;
    private readonly DistanceMetric _metric;
    private readonly int[] _order;
    private readonly (int Start, int End, bool IsLeaf, double Radius)[] _nodes;

    // Lowest corners or centres, and highest corners of boxes.
    private readonly Matrix _bounds;
    private readonly Matrix? _highest;

    private NeighborTree(Matrix rows, DistanceMetric metric, NeighborTreeParts parts)
    {
        _rows = rows;
        _metric = metric;
        _order = parts.Order;
        _nodes = parts.Nodes;
        _bounds = parts.Bounds;
        _highest = parts.Highest;
    }

    /// <summary>Reads the tree of an estimator.</summary>
    /// <returns><see langword="null"/> when the file carries none.</returns>
    /// <exception cref="InvalidDataException">The tree contradicts the rows or itself.</exception>
    public static NeighborTree? Read(SklearnObject source, Matrix rows, DistanceMetric metric)
    {
        var isBox = source.Text("_fit_method", "") == "kd_tree";
        var value = source.ValueOrNull("_tree");
        if (value is not PickleInstance { State: object?[] state } || (isBox && !metric.HasBoxes))
        {
            return null;
        }

        var parts = NeighborTreeParts.Read(source, state, rows, isBox);
        return new NeighborTree(rows, metric, parts);
    }

    /// <summary>Looks for the nearest rows.</summary>
    public void Search(ReadOnlySpan<double> query, NeighborHeap heap) => Search(0, GetBound(0, query), query, heap);

    // As deep as the tree, which has one level more than the logarithm of its nodes.
    private void Search(int node, double bound, ReadOnlySpan<double> query, NeighborHeap heap)
    {
        if (bound > heap.Largest)
        {
            return;
        }

        var (start, end, isLeaf, _) = _nodes[node];
        if (isLeaf)
        {
            for (var i = start; i < end; i++)
            {
                heap.Push(_metric.ComputeReduced(query, _rows.GetRow(_order[i])), _order[i]);
            }

            return;
        }

        var left = 2 * node + 1;
        var leftBound = GetBound(left, query);
        var rightBound = GetBound(left + 1, query);
        var isLeftFirst = leftBound <= rightBound;
        Search(isLeftFirst ? left : left + 1, isLeftFirst ? leftBound : rightBound, query, heap);
        Search(isLeftFirst ? left + 1 : left, isLeftFirst ? rightBound : leftBound, query, heap);
    }

    private double GetBound(int node, ReadOnlySpan<double> query)
    {
        if (_highest is not null)
        {
            return _metric.ComputeReducedToBox(query, _bounds.GetRow(node), _highest.GetRow(node));
        }

        var distance = _metric.FromReduced(_metric.ComputeReduced(query, _bounds.GetRow(node)));
        return _metric.ToReduced(Math.Max(0, distance - _nodes[node].Radius));
    }
}
