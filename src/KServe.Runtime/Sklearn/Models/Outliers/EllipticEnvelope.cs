using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Outliers;

/// <summary>Scores rows by their Mahalanobis distance from a robust centre.</summary>
internal sealed class EllipticEnvelope : OutlierModel
{
    private readonly double[] _center;
    private readonly Matrix _precision;

    private EllipticEnvelope(SklearnObject source, double[] center)
        : base(source, center.Length)
    {
        _center = center;
        _precision = source.Matrix("precision_", center.Length, center.Length);
    }

    public static EllipticEnvelope Read(SklearnObject source, EstimatorReader reader) =>
        new(source, source.Vector("location_"));

    public override Matrix ScoreSamples(Features features, CancellationToken cancellationToken)
    {
        var rows = ToFinite(features);
        var result = new double[rows.RowCount];
        var centred = new double[rows.ColumnCount];
        var product = new double[rows.ColumnCount];
        for (var i = 0; i < result.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TensorPrimitives.Subtract<double>(rows.GetRow(i), _center, centred);
            MatrixProduct.MultiplyTransposed(centred, _precision, [], product);
            result[i] = -TensorPrimitives.Dot<double>(centred, product);
        }

        return Matrix.Vector(result);
    }
}
