using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>Brings columns into the order and codes that the trees know (histogram-based boosting since 1.4).</summary>
/// <remarks>Columns of categories come first, as the positions of their categories; unknown ones are missing.</remarks>
internal sealed class HistEncoder
{
    private readonly int[] _order;
    private readonly Dictionary<string, int>?[] _texts;
    private readonly Dictionary<double, int>[] _numbers;

    private HistEncoder(SklearnObject encoder, bool[] isCategorical)
    {
        var columns = Enumerable.Range(0, isCategorical.Length).ToArray();
        _order =
        [
            .. columns.Where(column => isCategorical[column]),
            .. columns.Where(column => !isCategorical[column]),
        ];
        var categories = encoder.List("categories_");
        if (categories.Count != isCategorical.Count(static flag => flag))
        {
            throw encoder.Unexpected("categories_", "the categories of each column of them");
        }

        _texts = new Dictionary<string, int>?[categories.Count];
        _numbers = new Dictionary<double, int>[categories.Count];
        for (var i = 0; i < categories.Count; i++)
        {
            Read(encoder, categories[i], i);
        }
    }

    /// <summary>Reads the model's <c>_preprocessor</c>.</summary>
    /// <param name="source">The model's attributes.</param>
    /// <param name="featureCount">The number of columns.</param>
    /// <returns><see langword="null"/> when the trees see the columns as they come.</returns>
    /// <exception cref="InvalidDataException">It is not of the form that the library gives it.</exception>
    public static HistEncoder? Read(SklearnObject source, int featureCount)
    {
        if (!source.Has("_preprocessor"))
        {
            return null;
        }

        var flags = source.Array("is_categorical_");
        var isCategorical = Array.ConvertAll(flags.ToIntegers(), static flag => flag != 0);
        if (isCategorical.Length != featureCount)
        {
            throw source.Unexpected("is_categorical_", $"{featureCount} flags");
        }

        foreach (var step in source.Object("_preprocessor").List("transformers_"))
        {
            if (PickleNumbers.ToList(step) is ["encoder", PickleInstance encoder, ..])
            {
                return new HistEncoder(new SklearnObject(encoder), isCategorical);
            }
        }

        throw source.Invalid("its preprocessor has no encoder");
    }

    /// <summary>Makes the rows that the trees know.</summary>
    /// <exception cref="InferenceException">A column of numbers holds texts.</exception>
    public Matrix Encode(Features features)
    {
        var rows = new Matrix(features.RowCount, _order.Length);
        for (var i = 0; i < _order.Length; i++)
        {
            Encode(GetColumn(features, _order[i]), i, rows);
        }

        return rows;
    }

    private static TableColumn GetColumn(Features features, int index)
    {
        if (features.Table is { } table)
        {
            return table.GetColumn(index);
        }

        var dense = features.ToDense();
        var numbers = new double[dense.RowCount];
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = dense[row, index];
        }

        return new TableColumn("", numbers);
    }

    private void Encode(TableColumn column, int target, Matrix rows)
    {
        if (target < _numbers.Length && column.Kind == TableColumnKind.Text)
        {
            var texts = column.Texts;
            for (var row = 0; row < texts.Length; row++)
            {
                rows.GetRow(row)[target] = texts[row] is { } text && _texts[target] is { } known
                    && known.TryGetValue(text, out var position) ? position : double.NaN;
            }

            return;
        }

        var numbers = column.Numbers;
        for (var row = 0; row < numbers.Length; row++)
        {
            rows.GetRow(row)[target] = target >= _numbers.Length ? numbers[row]
                : _numbers[target].TryGetValue(numbers[row], out var position) ? position : double.NaN;
        }
    }

    // A missing category (None or NaN) is the last one of its list, and is never looked up.
    private void Read(SklearnObject encoder, object? value, int index)
    {
        _numbers[index] = [];
        switch (value)
        {
            case NumpyArray { IsNumeric: true, Shape.Length: 1 } numbers:
                Add(index, [.. numbers.ToDoubles().Select(static number => (object?)number)]);
                break;
            case NumpyArray { Type.Kind: NumpyKind.Object, Shape.Length: 1 } objects:
                Add(index, objects.Objects);
                break;
            case NumpyArray { Type.Kind: NumpyKind.Text, Shape.Length: 1 } texts:
                Add(index, texts.ToTexts());
                break;
            default:
                throw encoder.Unexpected("categories_", "arrays of categories");
        }
    }

    private void Add(int index, IReadOnlyList<object?> categories)
    {
        for (var i = 0; i < categories.Count; i++)
        {
            if (categories[i] is string text)
            {
                (_texts[index] ??= new Dictionary<string, int>(StringComparer.Ordinal)).TryAdd(text, i);
            }
            else if (PickleNumbers.ToDouble(categories[i]) is { } number && !double.IsNaN(number))
            {
                _numbers[index].TryAdd(number, i);
            }
        }
    }
}
