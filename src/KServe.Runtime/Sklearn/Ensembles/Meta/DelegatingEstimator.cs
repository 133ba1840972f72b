using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Answers as the estimator inside does, which a search found or another one trained.</summary>
internal class DelegatingEstimator(SklearnObject source, Estimator inner, EstimatorMethods methods)
    : MetaEstimator(source, inner.Methods & methods, inner)
{
    private const EstimatorMethods Classifying = EstimatorMethods.Predict | EstimatorMethods.PredictProba
        | EstimatorMethods.PredictLogProba | EstimatorMethods.DecisionFunction;

    public override int TargetCount => Inner.TargetCount;

    public override TensorDataType PredictionType => Inner.PredictionType;

    public override TensorShape PredictionShape => Inner.PredictionShape;

    public override TensorShape DecisionShape => Inner.DecisionShape;

    public override bool SelectsColumns => Inner.SelectsColumns;

    public override TensorDataType TransformType => Inner.TransformType;

    public override TensorShape TransformShape => Inner.TransformShape;

    public override TensorDataType ApplyType => Inner.ApplyType;

    public override TensorShape ApplyShape => Inner.ApplyShape;

    protected Estimator Inner { get; } = inner;

    /// <summary>Reads a search over parameters: its best estimator.</summary>
    public static Estimator CreateSearch(SklearnObject source, EstimatorReader reader) => new DelegatingEstimator(
        source,
        reader.Read(source.Object("best_estimator_")),
        Classifying | EstimatorMethods.Transform | EstimatorMethods.ScoreSamples);

    /// <summary>Reads a self-trained classifier, whose attribute was <c>base_estimator_</c> before 1.6.</summary>
    public static Estimator CreateSelfTraining(SklearnObject source, EstimatorReader reader) => new DelegatingEstimator(
        source,
        reader.Read(source.Object(source.Has("estimator_") ? "estimator_" : "base_estimator_")),
        Classifying);

    /// <summary>Reads a frozen estimator.</summary>
    public static Estimator CreateFrozen(SklearnObject source, EstimatorReader reader) => new DelegatingEstimator(
        source, reader.Read(source.Object("estimator")), (EstimatorMethods)~0);

    public override TensorShape GetProbaShape(int target = 0) => Inner.GetProbaShape(target);

    public override Labels? GetLabels(int target = 0) => Inner.GetLabels(target);

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        Inner.Predict(features, cancellationToken);

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        Inner.PredictProba(features, target, cancellationToken);

    public override Matrix PredictLogProba(Features features, int target, CancellationToken cancellationToken) =>
        Inner.PredictLogProba(features, target, cancellationToken);

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken) =>
        Inner.DecisionFunction(features, cancellationToken);

    public override Features Transform(Features features, CancellationToken cancellationToken) =>
        Inner.Transform(features, cancellationToken);

    public override Matrix ScoreSamples(Features features, CancellationToken cancellationToken) =>
        Inner.ScoreSamples(features, cancellationToken);

    public override Matrix Apply(Features features, CancellationToken cancellationToken) =>
        Inner.Apply(features, cancellationToken);

    public override object? GetService(Type serviceType) => Inner.GetService(serviceType);
}
