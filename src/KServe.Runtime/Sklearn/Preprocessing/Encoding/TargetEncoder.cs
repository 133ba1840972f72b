using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Encoding;

/// <summary>Replaces each category by the average of the target (TargetEncoder, since 1.3).</summary>
internal sealed class TargetEncoder : TransformingEstimator
{
    private readonly CategoryColumns _categories;
    private readonly double[][] _encodings;
    private readonly double[] _targetMeans;

    public TargetEncoder(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _categories = new CategoryColumns(source, FeatureCount);
        FeatureCount = _categories.Count;
        var classCount = source.Text("target_type_", "continuous") == "multiclass"
            ? source.Labels("classes_").Count
            : 1;
        _targetMeans = source.Value("target_mean_") is NumpyArray
            ? source.Vector("target_mean_", classCount)
            : [source.Number("target_mean_")];
        if (_targetMeans.Length != classCount)
        {
            throw source.Unexpected("target_mean_", $"{classCount} numbers");
        }

        var encodings = source.List("encodings_");
        if (encodings.Count != checked(FeatureCount * classCount))
        {
            throw source.Unexpected("encodings_", $"{FeatureCount * classCount} vectors");
        }

        _encodings =
        [
            .. encodings.Select((encoding, i) => ReadEncoding(source, encoding, _categories[i / classCount])),
        ];
    }

    protected override int OutputCount => _encodings.Length;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        FeatureChecks.RequireShape(features, ClassName, FeatureCount);
        var output = new Matrix(features.RowCount, _encodings.Length);
        var codes = new int[features.RowCount];
        var classCount = _targetMeans.Length;
        for (var i = 0; i < FeatureCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _categories.Encode(features, i, codes);
            for (var row = 0; row < codes.Length; row++)
            {
                var cells = output.GetRow(row).Slice(i * classCount, classCount);
                for (var c = 0; c < classCount; c++)
                {
                    cells[c] = codes[row] == CategoryColumns.Unknown
                        ? _targetMeans[c]
                        : _encodings[i * classCount + c][codes[row]];
                }
            }
        }

        return new Features(output);
    }

    private static double[] ReadEncoding(SklearnObject source, object? value, Categories categories) =>
        value is NumpyArray { IsNumeric: true, Shape: [var length] } array && length == categories.Count
            ? array.ToDoubles()
            : throw source.Unexpected("encodings_", "one number for each category");
}
