using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Decomposition;

/// <summary>Principal components, and the likelihood of rows under their probabilistic model.</summary>
/// <remarks>Tipping and Bishop, "Mixtures of probabilistic principal component analyzers", 1999.</remarks>
internal sealed class PrincipalComponents : FittedModel
{
    private readonly Projection _projection;
    // Of the model along each component.
    private readonly double[] _variances;
    private readonly double _noise;

    private PrincipalComponents(SklearnObject source, Projection projection)
        : base(source, EstimatorMethods.Transform | EstimatorMethods.ScoreSamples, projection.FeatureCount)
    {
        _projection = projection;
        _variances = source.Vector("explained_variance_", projection.Components.RowCount);
        _noise = source.Number("noise_variance_");
        var isWhitened = source.Flag("whiten");
        foreach (ref var variance in _variances.AsSpan())
        {
            // The library scales whitened components by their variance once more.
            variance = Math.Max(variance - _noise, 0) * (isWhitened ? variance : 1) + _noise;
        }
    }

    public override TensorShape TransformShape => [-1, _variances.Length];

    public static PrincipalComponents Read(SklearnObject source, EstimatorReader reader) =>
        new(source, Projection.ReadPrincipal(source));

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        return new Features(_projection.Compute(features, cancellationToken));
    }

    public override Matrix ScoreSamples(Features features, CancellationToken cancellationToken)
    {
        var rows = ToFinite(features);
        var result = new double[rows.RowCount];
        var centred = new double[rows.ColumnCount];
        var offset = -0.5 * (rows.ColumnCount * Math.Log(2 * Math.PI) + GetLogDeterminant());
        for (var i = 0; i < result.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TensorPrimitives.Subtract<double>(rows.GetRow(i), _projection.Mean, centred);
            result[i] = offset - 0.5 * GetSquaredDistance(centred);
        }

        return Matrix.Vector(result);
    }

    private double GetLogDeterminant()
    {
        var rest = _projection.FeatureCount - _variances.Length;
        var sum = rest == 0 ? 0 : rest * Math.Log(_noise);
        foreach (var variance in _variances)
        {
            sum += Math.Log(variance);
        }

        return sum;
    }

    // Along each component by its variance; what is left after all of them by the variance of the noise.
    private double GetSquaredDistance(Span<double> centred)
    {
        var sum = 0.0;
        for (var k = 0; k < _variances.Length; k++)
        {
            var component = _projection.Components.GetRow(k);
            var score = TensorPrimitives.Dot<double>(centred, component);
            sum += score * score / _variances[k];
            TensorPrimitives.MultiplyAdd(component, -score, centred, centred);
        }

        return _variances.Length == centred.Length
            ? sum
            : sum + TensorPrimitives.SumOfSquares<double>(centred) / _noise;
    }
}
