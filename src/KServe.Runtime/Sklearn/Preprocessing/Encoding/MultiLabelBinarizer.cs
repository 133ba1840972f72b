using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn.Preprocessing.Encoding;

/// <summary>Marks which of the labels a row's cells name (MultiLabelBinarizer).</summary>
/// <remarks>A row is a set of labels: empty cells are skipped, and labels that are not known are ignored.</remarks>
internal sealed class MultiLabelBinarizer : TransformingEstimator
{
    private readonly Categories _classes;

    public MultiLabelBinarizer(SklearnObject source, EstimatorReader reader)
        : base(source) =>
        _classes = Categories.Read(source.Value("classes_")) ?? throw source.Unexpected("classes_", "labels");

    public override TensorDataType TransformType => TensorDataType.INT64;

    protected override int OutputCount => _classes.Count;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var output = new Matrix(features.RowCount, _classes.Count);
        for (var column = 0; column < features.ColumnCount; column++)
        {
            var cells = FeatureColumns.Get(features, column);
            for (var row = 0; row < features.RowCount; row++)
            {
                if (!IsEmpty(cells, row) && _classes.Find(cells, row) is >= 0 and var position)
                {
                    output.GetRow(row)[position] = 1;
                }
            }
        }

        return new Features(output);
    }

    private static bool IsEmpty(TableColumn cells, int row) =>
        cells.Kind == TableColumnKind.Text ? cells.Texts[row] is null : double.IsNaN(cells.Numbers[row]);
}
