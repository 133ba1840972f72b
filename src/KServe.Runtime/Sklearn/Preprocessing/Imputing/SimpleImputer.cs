using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn.Preprocessing.Imputing;

/// <summary>Fills missing cells with a value for each column (SimpleImputer).</summary>
internal sealed class SimpleImputer : TransformingEstimator
{
    private readonly MissingMark _mark;
    private readonly Fill[] _fills;

    /// <summary>The columns that come out: those with a value at fitting, unless empty ones are kept.</summary>
    private readonly int[] _kept;

    private readonly int[] _indicators;

    public SimpleImputer(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _mark = MissingMark.Read(source);
        _fills = ReadFills(source, FeatureCount);
        FeatureCount = _fills.Length;
        _indicators = IndicatorColumns.Read(source, FeatureCount);
        var strategy = source.Text("strategy", "mean");
        var keepsAll = source.Flag("keep_empty_features")
            || (strategy == "constant" && PickleNumbers.ToDouble(source.ValueOrNull("fill_value")) is double.NaN);
        _kept = [.. Enumerable.Range(0, FeatureCount).Where(i => keepsAll || !_fills[i].IsNothing)];
    }

    /// <summary>Gets the positions of the columns that come out before indicators.</summary>
    public ReadOnlySpan<int> KeptColumns => _kept;

    public override TensorDataType TransformType => Array.Exists(_fills, static fill => fill.Text is not null)
        ? TensorDataType.BYTES
        : base.TransformType;

    protected override int OutputCount => _kept.Length + _indicators.Length;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        FeatureChecks.RequireShape(features, ClassName, FeatureCount);
        return FeatureColumns.HasTexts(features) ? FillTable(features) : FillMatrix(features);
    }

    private Features FillMatrix(Features features)
    {
        var input = features.ToDense();
        InputCheck.Values(input.Values, _mark.IsNothing);
        var output = new Matrix(input.RowCount, _kept.Length + _indicators.Length);
        for (var row = 0; row < input.RowCount; row++)
        {
            var from = input.GetRow(row);
            var to = output.GetRow(row);
            for (var i = 0; i < _kept.Length; i++)
            {
                var value = from[_kept[i]];
                to[i] = _mark.Matches(value) ? GetNumber(_kept[i]) : value;
            }

            for (var i = 0; i < _indicators.Length; i++)
            {
                to[_kept.Length + i] = _mark.Matches(from[_indicators[i]]) ? 1 : 0;
            }
        }

        return new Features(output);
    }

    private Features FillTable(Features features)
    {
        var columns = new TableColumn[_kept.Length + _indicators.Length];
        for (var i = 0; i < _kept.Length; i++)
        {
            var cells = FeatureColumns.Get(features, _kept[i]);
            columns[i] = cells.Kind == TableColumnKind.Text ? FillTexts(cells, _kept[i]) : FillNumbers(cells, _kept[i]);
        }

        for (var i = 0; i < _indicators.Length; i++)
        {
            var cells = FeatureColumns.Get(features, _indicators[i]);
            var marks = new double[features.RowCount];
            for (var row = 0; row < marks.Length; row++)
            {
                marks[row] = _mark.Matches(cells, row) ? 1 : 0;
            }

            columns[_kept.Length + i] = new TableColumn("", marks);
        }

        return new Features(Table.FromColumns(features.RowCount, columns));
    }

    private TableColumn FillTexts(TableColumn cells, int column)
    {
        var texts = new string?[cells.RowCount];
        for (var row = 0; row < texts.Length; row++)
        {
            var text = cells.Texts[row];
            if (text is null && !_mark.IsNothing)
            {
                throw InferenceException.InvalidArgument("Input X contains NaN.");
            }

            texts[row] = !_mark.Matches(text) ? text
                : _fills[column].Text ?? throw InferenceException.InvalidArgument(
                    $"input '{cells.Name}' holds texts, {ClassName} was fitted on numbers");
        }

        return new TableColumn(cells.Name, texts);
    }

    private TableColumn FillNumbers(TableColumn cells, int column)
    {
        InputCheck.Values(cells.Numbers, _mark.IsNothing);
        var numbers = new double[cells.RowCount];
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = _mark.Matches(cells.Numbers[row]) ? GetNumber(column) : cells.Numbers[row];
        }

        return new TableColumn(cells.Name, numbers, cells.Kind);
    }

    private double GetNumber(int column) => _fills[column].Text is null
        ? _fills[column].Number
        : throw InferenceException.InvalidArgument(
            $"column {column} holds numbers, {ClassName} was fitted on texts");

    private static Fill[] ReadFills(SklearnObject source, int count)
    {
        var array = source.Array("statistics_");
        if (array.Shape.Length != 1 || (count >= 0 && array.Shape[0] != count))
        {
            throw source.Unexpected("statistics_", count < 0 ? "a vector" : $"a vector of {count} values");
        }

        return array.Type.Kind switch
        {
            NumpyKind.Object => [.. array.Objects.Select(value => ReadFill(source, value))],
            NumpyKind.Text or NumpyKind.Bytes =>
                [.. array.ToTexts().Select(static text => new Fill(double.NaN, text))],
            _ => Array.ConvertAll(array.ToDoubles(), static number => new Fill(number, Text: null)),
        };
    }

    private static Fill ReadFill(SklearnObject source, object? value)
    {
        if (value is null || PickleTexts.IsMissing(value))
        {
            return new Fill(double.NaN, Text: null);
        }

        return PickleTexts.ToText(value) is { } text
            ? new Fill(double.NaN, text)
            : new Fill(
                PickleNumbers.ToDouble(value) ?? throw source.Unexpected("statistics_", "numbers or texts"),
                Text: null);
    }

    private readonly record struct Fill(double Number, string? Text)
    {
        public bool IsNothing => Text is null && double.IsNaN(Number);
    }
}
