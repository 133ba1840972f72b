using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Clustering;

/// <summary>All clusterings that put a row to its nearest centre.</summary>
internal sealed class CenterClustering : FittedModel
{
    private readonly Matrix _centers;
    private readonly TensorDataType _labelType;

    // What is answered for each centre; the centre's position when there is none.
    private readonly int[]? _labels;

    private CenterClustering(
        SklearnObject source, Matrix centers, TensorDataType labelType, bool transforms, int[]? labels)
        : base(
            source,
            transforms ? EstimatorMethods.Predict | EstimatorMethods.Transform : EstimatorMethods.Predict,
            centers.ColumnCount)
    {
        if (centers.RowCount == 0)
        {
            throw source.Invalid("there are no cluster centres");
        }

        _centers = centers;
        _labelType = labelType;
        _labels = labels;
    }

    public override TensorDataType PredictionType => _labelType;

    public override TensorShape TransformShape => [-1, _centers.RowCount];

    public static CenterClustering ReadKMeans(SklearnObject source, EstimatorReader reader) =>
        new(source, source.Matrix("cluster_centers_"), TensorDataType.INT32, transforms: true, labels: null);

    /// <summary>Reads mean shift or affinity propagation, which do not transform.</summary>
    public static CenterClustering ReadShift(SklearnObject source, EstimatorReader reader) =>
        new(source, source.Matrix("cluster_centers_"), TensorDataType.INT64, transforms: false, labels: null);

    /// <summary>Reads a Birch clustering by the centres of its subclusters.</summary>
    public static CenterClustering ReadBirch(SklearnObject source, EstimatorReader reader)
    {
        var centers = source.Matrix("subcluster_centers_");
        var labels = source.Integers("subcluster_labels_", centers.RowCount);
        return new CenterClustering(source, centers, TensorDataType.INT64, transforms: true, labels);
    }

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var rows = ToFinite(features);
        var nearest = NearestRow.Find(rows, _centers, DistanceMetric.Euclidean, cancellationToken);
        for (var i = 0; _labels is not null && i < nearest.Values.Length; i++)
        {
            nearest.Values[i] = _labels[(int)nearest.Values[i]];
        }

        return new Prediction(nearest, _labelType);
    }

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var rows = ToFinite(features);
        return new Features(NearestRow.ComputeDistances(rows, _centers, DistanceMetric.Euclidean, cancellationToken));
    }
}
