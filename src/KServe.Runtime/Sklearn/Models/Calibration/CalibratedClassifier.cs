using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Calibration;

/// <summary>The average of classifiers whose scores are calibrated to be probabilities.</summary>
internal sealed class CalibratedClassifier : Estimator
{
    private readonly Labels _labels;
    private readonly CalibratedMember[] _members;

    private CalibratedClassifier(SklearnObject source, Labels labels, CalibratedMember[] members)
        : base(source.ClassName)
    {
        if (members.Length == 0)
        {
            throw source.Unexpected("calibrated_classifiers_", "at least one classifier");
        }

        _labels = labels;
        _members = members;
        FeatureCount = members[0].Inner.FeatureCount;
        FeatureNames = FeatureNameReader.Read(source, FeatureCount) ?? members[0].Inner.FeatureNames;
    }

    public override EstimatorMethods Methods => EstimatorMethods.Predict | EstimatorMethods.PredictProba;

    public override Labels GetLabels(int target = 0) => _labels;

    public static CalibratedClassifier Read(SklearnObject source, EstimatorReader reader)
    {
        var labels = source.Labels("classes_");
        if (labels.Count < 2)
        {
            throw source.Unexpected("classes_", "at least two labels");
        }

        return new CalibratedClassifier(
            source,
            labels,
            [
                .. source.Objects("calibrated_classifiers_")
                    .Select(member => CalibratedMember.Read(member, labels, reader)),
            ]);
    }

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        new(RowMath.ArgMax(PredictProba(features, 0, cancellationToken)), Labels: [_labels]);

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken)
    {
        var result = new Matrix(features.RowCount, _labels.Count);
        foreach (var member in _members)
        {
            member.AddTo(result, features, cancellationToken);
        }

        TensorPrimitives.Divide(result.Values, _members.Length, result.Values);
        return result;
    }
}
