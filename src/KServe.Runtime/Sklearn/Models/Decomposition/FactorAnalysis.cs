using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Decomposition;

/// <summary>Latent factors with noise of its own for each feature.</summary>
/// <remarks>Barber, "Bayesian Reasoning and Machine Learning", 21.2.</remarks>
internal sealed class FactorAnalysis : FittedModel
{
    private readonly Projection _projection;
    private readonly double[] _noise;

    // The components divided by the noise, and the covariance of the factors given a row.
    private readonly Matrix _weights;
    private readonly Cholesky _posterior;

    private FactorAnalysis(SklearnObject source, Projection projection)
        : base(source, EstimatorMethods.Transform | EstimatorMethods.ScoreSamples, projection.FeatureCount)
    {
        _projection = projection;
        _noise = source.Vector("noise_variance_", projection.FeatureCount);
        var components = projection.Components;
        _weights = new Matrix(components.RowCount, components.ColumnCount);
        var covariance = new Matrix(components.RowCount, components.RowCount);
        for (var i = 0; i < components.RowCount; i++)
        {
            TensorPrimitives.Divide<double>(components.GetRow(i), _noise, _weights.GetRow(i));
            MatrixProduct.MultiplyTransposed(_weights.GetRow(i), components, [], covariance.GetRow(i));
            covariance.GetRow(i)[i]++;
        }

        _posterior = Cholesky.Factor(covariance);
    }

    public override TensorShape TransformShape => [-1, _weights.RowCount];

    public static FactorAnalysis Read(SklearnObject source, EstimatorReader reader) =>
        new(source, Projection.Read(source, "mean_"));

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var rows = ToFinite(features);
        var result = new Matrix(rows.RowCount, _weights.RowCount);
        var centred = new double[rows.ColumnCount];
        for (var i = 0; i < rows.RowCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TensorPrimitives.Subtract<double>(rows.GetRow(i), _projection.Mean, centred);
            MatrixProduct.MultiplyTransposed(centred, _weights, [], result.GetRow(i));
            _posterior.Solve(result.GetRow(i));
        }

        return new Features(result);
    }

    public override Matrix ScoreSamples(Features features, CancellationToken cancellationToken)
    {
        var rows = ToFinite(features);
        var result = new double[rows.RowCount];
        var centred = new double[rows.ColumnCount];
        var factors = new double[_weights.RowCount];
        var offset = -0.5 * (rows.ColumnCount * Math.Log(2 * Math.PI) + GetLogDeterminant());
        for (var i = 0; i < result.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TensorPrimitives.Subtract<double>(rows.GetRow(i), _projection.Mean, centred);
            MatrixProduct.MultiplyTransposed(centred, _weights, [], factors);
            _posterior.SolveHalf(factors);
            result[i] = offset - 0.5 * (GetSquares(centred) - TensorPrimitives.SumOfSquares<double>(factors));
        }

        return Matrix.Vector(result);
    }

    private double GetLogDeterminant()
    {
        var sum = _posterior.LogDeterminant;
        foreach (var variance in _noise)
        {
            sum += Math.Log(variance);
        }

        return sum;
    }

    private double GetSquares(ReadOnlySpan<double> centred)
    {
        var sum = 0.0;
        for (var i = 0; i < centred.Length; i++)
        {
            sum += centred[i] * centred[i] / _noise[i];
        }

        return sum;
    }
}
