using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Estimators that give the digits of a code; the class with the nearest code wins.</summary>
internal sealed class OutputCodeClassifier : MetaEstimator
{
    private readonly Estimator[] _members;
    private readonly Labels _labels;
    private readonly Matrix _codes;

    private OutputCodeClassifier(SklearnObject source, Estimator[] members, Labels labels, Matrix codes)
        : base(source, EstimatorMethods.Predict, members[0])
    {
        _members = members;
        _labels = labels;
        _codes = codes;
    }

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var labels = source.Labels("classes_");
        var codes = source.Matrix("code_book_", labels.Count);
        return new OutputCodeClassifier(source, BinaryMembers.Read(source, reader, codes.ColumnCount), labels, codes);
    }

    public override Labels? GetLabels(int target = 0) => _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var digits = Array.ConvertAll(
            _members, member => BinaryMembers.Score(member, features, cancellationToken));
        var nearest = new double[features.RowCount];
        for (var row = 0; row < nearest.Length; row++)
        {
            var smallest = double.PositiveInfinity;
            for (var i = 0; i < _codes.RowCount; i++)
            {
                var distance = 0.0;
                for (var digit = 0; digit < digits.Length; digit++)
                {
                    var difference = digits[digit][row] - _codes[i, digit];
                    distance += difference * difference;
                }

                if (distance < smallest)
                {
                    smallest = distance;
                    nearest[row] = i;
                }
            }
        }

        return Classes(Matrix.Vector(nearest), _labels);
    }
}
