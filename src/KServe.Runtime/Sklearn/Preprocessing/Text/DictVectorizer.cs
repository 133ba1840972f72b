using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Puts named values of rows into the columns of their names (DictVectorizer).</summary>
/// <remarks>A row's cells are its dictionary; a text has a column for each of its values.</remarks>
internal sealed class DictVectorizer : TransformingEstimator
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly string _separator;
    private readonly bool _isSparse;

    public DictVectorizer(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _vocabulary = Vocabulary.Read(source);
        TransformType = OutputTypes.Read(source);
        _separator = source.Text("separator", "=");
        _isSparse = source.Flag("sparse", fallback: true);
    }

    public override TensorDataType TransformType { get; }

    protected override int OutputCount => _vocabulary.Count;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        if (features.Table is not { HasColumns: true } table)
        {
            throw InferenceException.InvalidArgument($"{ClassName} takes columns with names, not a matrix");
        }

        var rows = new SortedList<int, double>[table.RowCount];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = [];
        }

        for (var i = 0; i < table.ColumnCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddColumn(table.GetColumn(i), rows);
        }

        var sparse = ToSparse(rows);
        return _isSparse ? new Features(sparse) : new Features(sparse.ToDense());
    }

    private void AddColumn(TableColumn column, SortedList<int, double>[] rows)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            var text = column.Kind == TableColumnKind.Text ? column.Texts[row] : null;
            var name = text is null ? column.Name : $"{column.Name}{_separator}{text}";
            if (_vocabulary.TryGetValue(name, out var position))
            {
                var value = text is not null ? 1
                    : column.Kind == TableColumnKind.Text ? double.NaN
                    : column.Numbers[row];
                rows[row][position] = rows[row].GetValueOrDefault(position) + value;
            }
        }
    }

    private SparseMatrix ToSparse(SortedList<int, double>[] rows)
    {
        var starts = new int[rows.Length + 1];
        List<int> columns = [];
        List<double> values = [];
        for (var row = 0; row < rows.Length; row++)
        {
            columns.AddRange(rows[row].Keys);
            values.AddRange(rows[row].Values);
            starts[row + 1] = columns.Count;
        }

        return new SparseMatrix(starts, [.. columns], [.. values], _vocabulary.Count);
    }
}
