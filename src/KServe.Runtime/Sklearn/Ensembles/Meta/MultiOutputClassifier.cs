using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>One classifier per target.</summary>
internal sealed class MultiOutputClassifier : MetaEstimator
{
    private readonly Estimator[] _members;
    private readonly Labels[] _labels;

    private MultiOutputClassifier(SklearnObject source, Estimator[] members)
        : base(
            source,
            EstimatorMethods.Predict | (Members.Common(members) & EstimatorMethods.PredictProba),
            members[0])
    {
        _members = members;
        _labels = Array.ConvertAll(members, member => member.TargetCount == 1 && member.GetLabels() is { } labels
            ? labels
            : throw source.Invalid($"a {member.ClassName} is no classifier of one target"));
        if (Array.Exists(_labels, labels => labels.AreTexts != _labels[0].AreTexts))
        {
            throw source.Invalid("the labels of some targets are texts, those of others numbers");
        }
    }

    public override int TargetCount => _members.Length;

    public override TensorShape PredictionShape => [-1, _members.Length];

    public static Estimator Create(SklearnObject source, EstimatorReader reader) =>
        new MultiOutputClassifier(source, Members.Read(source, reader, EstimatorMethods.Predict));

    public override Labels? GetLabels(int target = 0) => _labels[target];

    public override Prediction Predict(Features features, CancellationToken cancellationToken) => new(
        MatrixColumns.Concatenate(
            Array.ConvertAll(_members, member => member.Predict(features, cancellationToken).Values)),
        Labels: _labels);

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        _members[target].PredictProba(features, 0, cancellationToken);
}
