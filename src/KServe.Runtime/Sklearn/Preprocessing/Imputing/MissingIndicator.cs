using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Imputing;

/// <summary>Tells which cells are missing (MissingIndicator).</summary>
internal sealed class MissingIndicator : TransformingEstimator
{
    private readonly MissingMark _mark;
    private readonly int[] _columns;
    private readonly bool _refusesNew;

    public MissingIndicator(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _mark = MissingMark.Read(source);
        _columns = IndicatorColumns.ReadFeatures(source, FeatureCount);
        _refusesNew = source.Text("features", "missing-only") == "missing-only"
            && source.Flag("error_on_new", fallback: true);
    }

    public override TensorDataType TransformType => TensorDataType.BOOL;

    protected override int OutputCount => _columns.Length;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        FeatureChecks.RequireShape(features, ClassName, FeatureCount);
        var output = new Matrix(features.RowCount, _columns.Length);
        for (var i = 0; i < features.ColumnCount; i++)
        {
            var position = Array.IndexOf(_columns, i);
            var cells = FeatureColumns.Get(features, i);
            if (cells.Kind != Tabular.TableColumnKind.Text)
            {
                InputCheck.Values(cells.Numbers, _mark.IsNothing);
            }

            for (var row = 0; row < features.RowCount; row++)
            {
                if (!_mark.Matches(cells, row))
                {
                    continue;
                }

                if (position >= 0)
                {
                    output.GetRow(row)[position] = 1;
                }
                else if (_refusesNew)
                {
                    throw InferenceException.InvalidArgument(
                        $"The features [{i}] have missing values in transform but have no missing values in fit.");
                }
            }
        }

        return new Features(output);
    }
}
