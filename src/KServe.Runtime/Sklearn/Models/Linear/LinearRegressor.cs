using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Linear;

/// <summary>All regressors that are linear in the features, or in the logarithm of the mean.</summary>
internal sealed class LinearRegressor : FittedModel
{
    private readonly LinearMap _map;
    private readonly bool _isExponential;

    private LinearRegressor(SklearnObject source, LinearMap map, bool isExponential)
        : base(source, EstimatorMethods.Predict, map.FeatureCount)
    {
        _map = map;
        _isExponential = isExponential;
    }

    public override int TargetCount => _map.OutputCount;

    public override TensorShape PredictionShape => _map.IsVector ? [-1] : [-1, TargetCount];

    public static LinearRegressor Read(SklearnObject source, EstimatorReader reader) =>
        new(source, LinearMap.Read(source), isExponential: false);

    /// <summary>Reads a generalised model whose link is the logarithm.</summary>
    public static LinearRegressor ReadLogLink(SklearnObject source, EstimatorReader reader) =>
        new(source, LinearMap.Read(source), isExponential: true);

    /// <summary>Reads a Tweedie model; by itself it takes the logarithm for powers above 0.</summary>
    public static LinearRegressor ReadTweedie(SklearnObject source, EstimatorReader reader)
    {
        var isExponential = source.Text("link", "auto") switch
        {
            "auto" => source.Number("power", 0) > 0,
            "log" => true,
            "identity" => false,
            var link => throw source.Invalid($"the link '{link}' is not known"),
        };
        return new LinearRegressor(source, LinearMap.Read(source), isExponential);
    }

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        var result = _map.Compute(features, cancellationToken);
        if (_isExponential)
        {
            TensorPrimitives.Exp<double>(result.Values, result.Values);
        }

        return new Prediction(result);
    }
}
