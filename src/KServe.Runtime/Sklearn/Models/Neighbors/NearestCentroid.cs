using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Chooses the class whose centroid is nearest.</summary>
internal sealed class NearestCentroid : FittedModel
{
    private readonly Matrix _centroids;
    private readonly DistanceMetric _metric;
    private readonly Labels _labels;

    private NearestCentroid(SklearnObject source, Matrix centroids)
        : base(source, EstimatorMethods.Predict, centroids.ColumnCount)
    {
        _centroids = centroids;
        _metric = DistanceMetric.Read(source, source.Text("metric", "euclidean"), null, centroids.ColumnCount);
        _labels = source.Labels("classes_");
        LabelChecks.RequireCount(source, _labels, centroids.RowCount);
    }

    public static NearestCentroid Read(SklearnObject source, EstimatorReader reader) =>
        new(source, source.Matrix("centroids_"));

    public override Labels GetLabels(int target = 0) => _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var rows = ToFinite(features);
        return Classes(NearestRow.Find(rows, _centroids, _metric, cancellationToken), _labels);
    }
}
