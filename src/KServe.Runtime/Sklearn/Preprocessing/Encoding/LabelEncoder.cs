using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn.Preprocessing.Encoding;

/// <summary>Replaces each label by its position (LabelEncoder).</summary>
internal sealed class LabelEncoder : TransformingEstimator
{
    private readonly Categories _classes;

    public LabelEncoder(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        FeatureCount = 1;
        _classes = Categories.Read(source.Value("classes_")) ?? throw source.Unexpected("classes_", "labels");
    }

    public override TensorDataType TransformType => TensorDataType.INT64;

    public override TensorShape TransformShape => [-1];

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        if (features.ColumnCount != 1)
        {
            throw InferenceException.InvalidArgument("y should be a 1d array, one label a row");
        }

        var labels = FeatureColumns.Get(features, 0);
        var codes = new double[features.RowCount];
        for (var row = 0; row < codes.Length; row++)
        {
            var code = _classes.Find(labels, row);
            codes[row] = code >= 0
                ? code
                : throw InferenceException.InvalidArgument(
                    $"y contains previously unseen labels: [{Categories.Describe(labels, row)}]");
        }

        return new Features(Matrix.Vector(codes));
    }
}
