using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Scaling;

/// <summary>Makes columns more like a normal distribution (PowerTransformer).</summary>
internal sealed class PowerTransformer : DenseTransformer
{
    private const double Epsilon = 2.220446049250313e-16;

    private readonly double[] _lambdas;
    private readonly bool _isBoxCox;
    private readonly Estimator? _scaler;

    public PowerTransformer(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _lambdas = source.Vector("lambdas_", FeatureCount);
        FeatureCount = _lambdas.Length;
        _isBoxCox = source.Text("method", "yeo-johnson") switch
        {
            "yeo-johnson" => false,
            "box-cox" => true,
            _ => throw source.Unexpected("method", "'yeo-johnson' or 'box-cox'"),
        };
        if (source.Flag("standardize", fallback: true))
        {
            _scaler = reader.Read(source.Object("_scaler"));
            if (_scaler is not CenterScaler || _scaler.FeatureCount != FeatureCount)
            {
                throw source.Unexpected("_scaler", $"a StandardScaler of {FeatureCount} columns");
            }
        }
    }

    protected override bool AllowsNaN => true;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var transformed = base.Transform(features, cancellationToken);
        return _scaler is null ? transformed : _scaler.Transform(transformed, cancellationToken);
    }

    protected override int GetOutputCount(int inputCount) => inputCount;

    protected override void TransformRow(ReadOnlySpan<double> input, Span<double> output)
    {
        for (var i = 0; i < input.Length; i++)
        {
            output[i] = _isBoxCox ? BoxCox(input[i], _lambdas[i]) : YeoJohnson(input[i], _lambdas[i]);
        }
    }

    private static double BoxCox(double x, double lambda)
    {
        if (x <= 0)
        {
            throw InferenceException.InvalidArgument(
                "The Box-Cox transformation can only be applied to strictly positive data");
        }

        return lambda == 0 ? Math.Log(x) : StableMath.ExpM1(lambda * Math.Log(x)) / lambda;
    }

    private static double YeoJohnson(double x, double lambda)
    {
        if (x >= 0)
        {
            return Math.Abs(lambda) < Epsilon
                ? StableMath.Log1P(x)
                : StableMath.ExpM1(lambda * StableMath.Log1P(x)) / lambda;
        }

        var other = 2 - lambda;
        return Math.Abs(other) > Epsilon
            ? -StableMath.ExpM1(other * StableMath.Log1P(-x)) / other
            : -StableMath.Log1P(-x);
    }
}
