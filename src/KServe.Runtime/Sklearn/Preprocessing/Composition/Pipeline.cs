using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Composition;

/// <summary>Transformers one after the other, and at the end any estimator (Pipeline).</summary>
internal sealed class Pipeline : Estimator
{
    private readonly Estimator[] _transformers;
    private readonly Estimator _last;

    public Pipeline(SklearnObject source, EstimatorReader reader)
        : this(source.ClassName, ReadSteps(source, reader))
    {
    }

    private Pipeline(string className, Estimator[] steps)
        : base(className)
    {
        _transformers = steps[..^1];
        _last = steps[^1];
        var first = Array.Find(steps, static step => step is not PassThrough { FeatureCount: < 0 }) ?? _last;
        FeatureCount = first.FeatureCount;
        FeatureNames = first.FeatureNames;
    }

    public override EstimatorMethods Methods => _last.Methods;

    public override int TargetCount => _last.TargetCount;

    /// <summary>Gets the last step.</summary>
    public Estimator Last => _last;

    public override bool SelectsColumns => (_transformers.Length > 0 ? _transformers[0] : _last).SelectsColumns;

    public override Estimator? WithoutLastStep =>
        _transformers.Length == 0 ? null : new Pipeline(ClassName, _transformers);

    public override TensorDataType PredictionType => _last.PredictionType;

    public override TensorShape PredictionShape => _last.PredictionShape;

    public override TensorShape DecisionShape => _last.DecisionShape;

    public override TensorDataType TransformType => LastChange.TransformType;

    public override TensorShape TransformShape => LastChange.TransformShape;

    public override TensorDataType ApplyType => _last.ApplyType;

    public override TensorShape ApplyShape => _last.ApplyShape;

    /// <summary>Gets the last step that does not hand its rows on as they are.</summary>
    private Estimator LastChange => _last is not PassThrough
        ? _last
        : Array.FindLast(_transformers, static step => step is not PassThrough) ?? _last;

    public override TensorShape GetProbaShape(int target = 0) => _last.GetProbaShape(target);

    public override Labels? GetLabels(int target = 0) => _last.GetLabels(target);

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        _last.Predict(Prepare(features, cancellationToken), cancellationToken);

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        _last.PredictProba(Prepare(features, cancellationToken), target, cancellationToken);

    public override Matrix PredictLogProba(Features features, int target, CancellationToken cancellationToken) =>
        _last.PredictLogProba(Prepare(features, cancellationToken), target, cancellationToken);

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken) =>
        _last.DecisionFunction(Prepare(features, cancellationToken), cancellationToken);

    public override Features Transform(Features features, CancellationToken cancellationToken) =>
        _last.Transform(Prepare(features, cancellationToken), cancellationToken);

    public override Matrix ScoreSamples(Features features, CancellationToken cancellationToken) =>
        _last.ScoreSamples(Prepare(features, cancellationToken), cancellationToken);

    public override Matrix Apply(Features features, CancellationToken cancellationToken) =>
        _last.Apply(Prepare(features, cancellationToken), cancellationToken);

    /// <summary>Gets a part of the last step while the steps before it change nothing.</summary>
    public override object? GetService(Type serviceType) =>
        Array.TrueForAll(_transformers, static step => step is PassThrough) ? _last.GetService(serviceType) : null;

    private Features Prepare(Features features, CancellationToken cancellationToken)
    {
        foreach (var transformer in _transformers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            features = transformer.Transform(features, cancellationToken);
        }

        return features;
    }

    private static Estimator[] ReadSteps(SklearnObject source, EstimatorReader reader)
    {
        var list = source.List("steps");
        if (list.Count == 0)
        {
            throw source.Unexpected("steps", "one or more steps");
        }

        var steps = new Estimator[list.Count];
        for (var i = 0; i < steps.Length; i++)
        {
            if (PickleNumbers.ToList(list[i]) is not [string name, var step])
            {
                throw source.Unexpected("steps", "pairs of a name and an estimator");
            }

            steps[i] = StepReader.Read(source, reader, step, isNonePassing: true)
                ?? throw source.Invalid($"the step '{name}' cannot be dropped");
            if (i + 1 < steps.Length && !steps[i].Methods.HasFlag(EstimatorMethods.Transform))
            {
                throw source.Invalid($"the step '{name}' does not transform");
            }
        }

        return steps;
    }
}
