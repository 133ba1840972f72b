using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Hashes the named values of rows into columns (FeatureHasher).</summary>
/// <remarks>A row's cells are its dictionary: column names are keys, empty cells are not there.</remarks>
internal sealed class FeatureHasher : TransformingEstimator
{
    private readonly int _columnCount;
    private readonly bool _hasSigns;
    private readonly bool _takesNames;

    public FeatureHasher(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _columnCount = HashColumns.Read(source);
        _hasSigns = source.Flag("alternate_sign", fallback: true);
        TransformType = OutputTypes.Read(source);
        _takesNames = source.Text("input_type", "dict") switch
        {
            "dict" => true,
            "string" => false,
            _ => throw source.Unexpected("input_type", "'dict' or 'string'"),
        };
    }

    public override TensorDataType TransformType { get; }

    protected override int OutputCount => _columnCount;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        TableColumn[] columns =
        [
            .. Enumerable.Range(0, features.ColumnCount).Select(i => FeatureColumns.Get(features, i)),
        ];
        if (_takesNames && features.Table is not { HasColumns: true })
        {
            throw InferenceException.InvalidArgument($"{ClassName} takes columns with names, not a matrix");
        }

        var sink = new HashingSink(_columnCount, _hasSigns, features.RowCount);
        for (var row = 0; row < features.RowCount; row++)
        {
            foreach (var column in columns)
            {
                AddCell(sink, column, row);
            }

            sink.EndRow(isBinary: false);
        }

        return new Features(sink.ToMatrix());
    }

    private void AddCell(HashingSink sink, TableColumn column, int row)
    {
        if (column.Kind == TableColumnKind.Text)
        {
            if (column.Texts[row] is { } text)
            {
                sink.Add(_takesNames ? $"{column.Name}={text}" : text);
            }
        }
        else if (!_takesNames)
        {
            throw InferenceException.InvalidArgument($"{ClassName} takes texts, not numbers");
        }
        else if (column.Numbers[row] != 0 && !double.IsNaN(column.Numbers[row]))
        {
            sink.Add(column.Name, column.Numbers[row]);
        }
    }
}
