using System.Numerics.Tensors;
using KServe.Kernels.Trees;
using KServe.Runtime.Sklearn.Models;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>Histogram-based boosting for numbers.</summary>
internal sealed class HistBoostingRegressor : FittedModel
{
    private readonly HistBoosting _boosting;
    private readonly BoostingLink _link;

    private HistBoostingRegressor(SklearnObject source, HistBoosting boosting, BoostingLink link)
        : base(source, EstimatorMethods.Predict, boosting.Ensemble.FeatureCount)
    {
        _boosting = boosting;
        _link = link;
    }

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var link = source.Text("loss", "squared_error") switch
        {
            "poisson" or "gamma" => BoostingLink.Log,
            "squared_error" or "least_squares" or "absolute_error" or "least_absolute_deviation" or "quantile" =>
                BoostingLink.Identity,
            var loss => throw source.Invalid($"the loss '{loss}' is not supported"),
        };
        return new HistBoostingRegressor(source, HistBoosting.Read(source, 1), link);
    }

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var raw = _boosting.PredictRaw(features, ClassName, cancellationToken).Values;
        if (_link == BoostingLink.Log)
        {
            TensorPrimitives.Exp(raw, raw);
        }

        return new Prediction(Matrix.Vector(raw));
    }

    public override object? GetService(Type serviceType) =>
        serviceType == typeof(TreeEnsemble) && _boosting.IsWhole && _link == BoostingLink.Identity
            ? _boosting.Ensemble
            : base.GetService(serviceType);
}
