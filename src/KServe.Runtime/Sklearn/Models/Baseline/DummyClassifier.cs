using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Baseline;

/// <summary>A baseline that answers the same for every row, and looks at none.</summary>
internal sealed class DummyClassifier : Estimator
{
    private readonly DummyTarget[] _targets;

    private DummyClassifier(SklearnObject source)
        : base(source.ClassName) => _targets = DummyTarget.Read(source);

    public override EstimatorMethods Methods =>
        EstimatorMethods.Predict | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba;

    public override int TargetCount => _targets.Length;

    public static DummyClassifier Read(SklearnObject source, EstimatorReader reader) => new(source);

    public override Labels GetLabels(int target = 0) => _targets[target].Labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var positions = Array.ConvertAll(_targets, static target => (double)target.Position);
        var result = ConstantRows.Repeat(positions, features.RowCount, isVector: _targets.Length == 1);
        return new Prediction(result, Labels: Array.ConvertAll(_targets, static target => target.Labels));
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        ConstantRows.Repeat(_targets[target].Probabilities, features.RowCount, isVector: false);
}
