using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Clustering;

/// <summary>A k-means clustering by halves: a row goes down a tree to the nearer of two centres.</summary>
internal sealed class BisectingClustering : FittedModel
{
    private readonly Matrix _centers;
    private readonly BisectingNode[] _nodes;

    private BisectingClustering(SklearnObject source, Matrix centers, BisectingNode[] nodes)
        : base(source, EstimatorMethods.Predict | EstimatorMethods.Transform, centers.ColumnCount)
    {
        _centers = centers;
        _nodes = nodes;
    }

    public override TensorDataType PredictionType => TensorDataType.INT32;

    public override TensorShape TransformShape => [-1, _centers.RowCount];

    public static BisectingClustering Read(SklearnObject source, EstimatorReader reader)
    {
        var centers = source.Matrix("cluster_centers_");
        return new BisectingClustering(source, centers, BisectingNode.ReadTree(source, centers));
    }

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var rows = ToFinite(features);
        var result = new double[rows.RowCount];
        for (var i = 0; i < result.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            result[i] = Find(rows.GetRow(i));
        }

        return new Prediction(Matrix.Vector(result), TensorDataType.INT32);
    }

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var rows = ToFinite(features);
        return new Features(NearestRow.ComputeDistances(rows, _centers, DistanceMetric.Euclidean, cancellationToken));
    }

    private int Find(ReadOnlySpan<double> row)
    {
        var node = _nodes[0];
        while (node.Left >= 0)
        {
            node = _nodes[NearestRow.Find(row, node.Centers!, DistanceMetric.Euclidean) == 0 ? node.Left : node.Right];
        }

        return node.Label;
    }
}
