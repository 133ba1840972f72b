using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Mixture;

/// <summary>A mixture of normal distributions, fitted by likelihood or by variational Bayes.</summary>
/// <remarks>For the latter: Bishop, "Pattern Recognition and Machine Learning", 10.2.</remarks>
internal sealed class GaussianMixture : FittedModel
{
    private const EstimatorMethods AllMethods =
        EstimatorMethods.Predict | EstimatorMethods.PredictProba | EstimatorMethods.ScoreSamples;

    private readonly GaussianDensity _density;

    // What is added to the log density of each component: its log weight and, by Bayes, its uncertainty.
    private readonly double[] _offsets;

    private GaussianMixture(SklearnObject source, GaussianDensity density, double[] offsets)
        : base(source, AllMethods, density.FeatureCount)
    {
        _density = density;
        _offsets = offsets;
    }

    public override TensorDataType PredictionType => TensorDataType.INT64;

    public override TensorShape GetProbaShape(int target = 0) => [-1, _offsets.Length];

    public static GaussianMixture Read(SklearnObject source, EstimatorReader reader)
    {
        var density = GaussianDensity.Read(source);
        var weights = source.Vector("weights_", density.ComponentCount);
        return new GaussianMixture(source, density, Array.ConvertAll(weights, Math.Log));
    }

    public static GaussianMixture ReadBayesian(SklearnObject source, EstimatorReader reader)
    {
        var density = GaussianDensity.Read(source);
        var offsets = ReadLogWeights(source, density.ComponentCount);
        var freedom = ReadFreedom(source, density.ComponentCount);
        var precisions = source.Vector("mean_precision_", density.ComponentCount);
        var width = density.FeatureCount;
        for (var k = 0; k < offsets.Length; k++)
        {
            var lambda = width * Math.Log(2);
            for (var i = 0; i < width; i++)
            {
                lambda += Digamma.Compute(RequirePositive(source, 0.5 * (freedom[k] - i)));
            }

            offsets[k] += 0.5 * (lambda - width / precisions[k] - width * Math.Log(freedom[k]));
        }

        return new GaussianMixture(source, density, offsets);
    }

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        new(RowMath.ArgMax(ComputeLogDensities(features, cancellationToken)), TensorDataType.INT64);

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken)
    {
        var result = ComputeLogDensities(features, cancellationToken);
        for (var row = 0; row < result.RowCount; row++)
        {
            var values = result.GetRow(row);
            var total = RowMath.LogSumExp(values);
            foreach (ref var value in values)
            {
                value = Math.Exp(value - total);
            }
        }

        return result;
    }

    public override Matrix ScoreSamples(Features features, CancellationToken cancellationToken)
    {
        var densities = ComputeLogDensities(features, cancellationToken);
        var result = new double[densities.RowCount];
        for (var row = 0; row < result.Length; row++)
        {
            result[row] = RowMath.LogSumExp(densities.GetRow(row));
        }

        return Matrix.Vector(result);
    }

    private static double RequirePositive(SklearnObject source, double value) =>
        value > 0 && double.IsFinite(value) ? value : throw source.Invalid("its distributions are not proper");

    // Tied covariances have one number for all components.
    private static double[] ReadFreedom(SklearnObject source, int count)
    {
        const string name = "degrees_of_freedom_";
        if (PickleNumbers.ToDouble(source.Value(name)) is not { } shared)
        {
            return source.Vector(name, count);
        }

        var result = new double[count];
        result.AsSpan().Fill(shared);
        return result;
    }

    private static double[] ReadLogWeights(SklearnObject source, int count)
    {
        const string name = "weight_concentration_";
        if (source.Text("weight_concentration_prior_type", "dirichlet_process") != "dirichlet_process")
        {
            var weights = source.Vector(name, count);
            var total = Digamma.Compute(RequirePositive(source, weights.Sum()));
            return Array.ConvertAll(weights, weight => Digamma.Compute(RequirePositive(source, weight)) - total);
        }

        if (source.List(name) is not [NumpyArray first, NumpyArray second]
            || !first.IsNumeric || !second.IsNumeric || first.Count != count || second.Count != count)
        {
            throw source.Unexpected(name, $"two vectors of {count} numbers");
        }

        var (a, b) = (first.ToDoubles(), second.ToDoubles());
        var result = new double[count];
        var broken = 0.0;
        for (var k = 0; k < count; k++)
        {
            var total = Digamma.Compute(RequirePositive(source, a[k] + b[k]));
            result[k] = Digamma.Compute(RequirePositive(source, a[k])) - total + broken;
            broken += Digamma.Compute(RequirePositive(source, b[k])) - total;
        }

        return result;
    }

    private Matrix ComputeLogDensities(Features features, CancellationToken cancellationToken)
    {
        var rows = ToFinite(features);
        var result = new Matrix(rows.RowCount, _offsets.Length);
        var scratch = new double[2 * rows.ColumnCount];
        for (var i = 0; i < rows.RowCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _offsets.CopyTo(result.GetRow(i));
            _density.Add(rows.GetRow(i), scratch, result.GetRow(i));
        }

        return result;
    }
}
