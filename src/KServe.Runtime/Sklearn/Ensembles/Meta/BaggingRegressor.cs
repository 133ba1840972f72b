using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Regressors of some columns each, whose predictions are averaged.</summary>
internal sealed class BaggingRegressor : MetaEstimator
{
    private readonly Bag _bag;

    private BaggingRegressor(SklearnObject source, Bag bag)
        : base(source, EstimatorMethods.Predict, bag.Members[0])
    {
        _bag = bag;
        FeatureCount = bag.FeatureCount;
        FeatureNames = FeatureNameReader.Read(source, bag.FeatureCount);
        if (bag.Members.Any(member => member.TargetCount != bag.Members[0].TargetCount))
        {
            throw source.Invalid("its estimators have different numbers of targets");
        }
    }

    public override int TargetCount => _bag.Members[0].TargetCount;

    public override TensorShape PredictionShape => _bag.Members[0].PredictionShape;

    public static Estimator Create(SklearnObject source, EstimatorReader reader) =>
        new BaggingRegressor(source, Bag.Read(source, reader, EstimatorMethods.Predict));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        _bag.Require(features, ClassName);
        return new Prediction(
            _bag.Mean(i => _bag.Members[i].Predict(_bag.Select(features, i), cancellationToken).Values));
    }
}
