using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Encoding;

/// <summary>Gives each label a column of its own, two labels share one (LabelBinarizer).</summary>
internal sealed class LabelBinarizer : TransformingEstimator
{
    private readonly Categories _classes;
    private readonly double _negative;
    private readonly double _positive;
    private readonly bool _isMultiLabel;

    public LabelBinarizer(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _classes = Categories.Read(source.Value("classes_")) ?? throw source.Unexpected("classes_", "labels");
        _negative = source.Integer("neg_label", fallback: 0);
        _positive = source.Integer("pos_label", fallback: 1);
        _isMultiLabel = source.Text("y_type_", "multiclass").StartsWith("multilabel", StringComparison.Ordinal);
        FeatureCount = _isMultiLabel ? _classes.Count : 1;
    }

    public override TensorDataType TransformType => TensorDataType.INT64;

    protected override int OutputCount => !_isMultiLabel && _classes.Count <= 2 ? 1 : _classes.Count;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        if (features.ColumnCount != FeatureCount)
        {
            throw InferenceException.InvalidArgument(
                $"y has {features.ColumnCount} columns, {FeatureCount} were expected");
        }

        return new Features(_isMultiLabel ? BinarizeIndicators(features.ToDense()) : BinarizeLabels(features));
    }

    private Matrix BinarizeLabels(Features features)
    {
        var labels = FeatureColumns.Get(features, 0);
        var output = new Matrix(features.RowCount, _classes.Count <= 2 ? 1 : _classes.Count);
        output.Values.AsSpan().Fill(_negative);
        for (var row = 0; row < features.RowCount; row++)
        {
            // A label that is not known leaves its row without a positive column.
            var position = _classes.Find(labels, row) - (_classes.Count == 2 ? 1 : 0);
            if (position >= 0 && _classes.Count > 1)
            {
                output.GetRow(row)[position] = _positive;
            }
        }

        return output;
    }

    private Matrix BinarizeIndicators(Matrix indicators)
    {
        var output = new Matrix(indicators.RowCount, indicators.ColumnCount);
        for (var i = 0; i < output.Values.Length; i++)
        {
            output.Values[i] = indicators.Values[i] != 0 ? _positive : _negative;
        }

        return output;
    }
}
