using System.Numerics.Tensors;
using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Clustering;

/// <summary>A node of the tree of halves.</summary>
/// <param name="Label">The cluster of a leaf.</param>
/// <param name="Left">The first half; -1 for a leaf.</param>
/// <param name="Right">The second half.</param>
/// <param name="Centers">The centres of the two halves.</param>
internal sealed record BisectingNode(int Label, int Left, int Right, Matrix? Centers)
{
    /// <summary>Reads the tree, node by node; each is met once.</summary>
    /// <exception cref="InvalidDataException">A node is met twice, or a label names no cluster.</exception>
    public static BisectingNode[] ReadTree(SklearnObject source, Matrix clusters)
    {
        var mean = source.Has("_X_mean") ? source.Vector("_X_mean", clusters.ColumnCount) : null;
        var objects = new List<SklearnObject> { source.Object("_bisecting_tree") };
        var nodes = new List<BisectingNode>();

        // A tree with a leaf per cluster has one inner node less: anything larger contains itself.
        var limit = Math.Max(2L * clusters.RowCount - 1, 1);
        for (var i = 0; i < objects.Count; i++)
        {
            var current = objects[i];
            if (current.Has("left") && current.Has("right"))
            {
                var left = current.Object("left");
                var right = current.Object("right");
                var centers = ReadCenters(left, right, mean, clusters.ColumnCount);
                nodes.Add(new(-1, objects.Count, objects.Count + 1, centers));
                objects.Add(left);
                objects.Add(right);
            }
            else
            {
                nodes.Add(new(ReadLabel(source, current, clusters.RowCount), -1, -1, Centers: null));
            }

            if (objects.Count > limit)
            {
                throw source.Invalid("the tree of halves has more leaves than there are clusters");
            }
        }

        return [.. nodes];
    }

    private static int ReadLabel(SklearnObject source, SklearnObject node, int clusterCount) =>
        node.Integer("label") is >= 0 and var label && label < clusterCount
            ? (int)label
            : throw source.Invalid("a leaf of the tree of halves names no cluster");

    private static Matrix ReadCenters(SklearnObject left, SklearnObject right, double[]? mean, int columnCount)
    {
        double[] values = [.. left.Vector("center", columnCount), .. right.Vector("center", columnCount)];
        var centers = new Matrix(values, 2, columnCount);
        for (var row = 0; mean is not null && row < 2; row++)
        {
            TensorPrimitives.Add<double>(centers.GetRow(row), mean, centers.GetRow(row));
        }

        return centers;
    }
}
