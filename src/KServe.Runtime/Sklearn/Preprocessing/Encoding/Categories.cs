using System.Globalization;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn.Preprocessing.Encoding;

/// <summary>The known categories of one column: numbers, texts, and missing values.</summary>
/// <remarks>
/// Python's equality holds: True is 1, NaN is its own category, None another. A missing cell is None where None is
/// known, else NaN: clients cannot tell them apart.
/// </remarks>
internal sealed class Categories
{
    private const int NotThere = -1;
    private const int ShownCharacters = 64;

    private readonly Dictionary<double, int> _numbers = [];
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private int _nan = NotThere;
    private int _none = NotThere;

    private Categories(int count) => Count = count;

    public int Count { get; }

    /// <summary>Gets the position of NaN; -1 when it is no category.</summary>
    public int NaNIndex => _nan;

    /// <summary>Reads categories from an array of numbers, texts or Python values.</summary>
    /// <returns><see langword="null"/> when the value holds anything else.</returns>
    public static Categories? Read(object? value)
    {
        if (value is NumpyArray { IsNumeric: true, Shape.Length: 1 } numbers)
        {
            return Fill(numbers.ToDoubles(), static (categories, number, index) => categories.Add(number, index));
        }

        if (value is NumpyArray { Type.Kind: NumpyKind.Text or NumpyKind.Bytes, Shape.Length: 1 } texts)
        {
            return Fill(texts.ToTexts(), static (categories, text, index) => categories.Add(text!, index));
        }

        return (value is not NumpyArray || value is NumpyArray { Shape.Length: 1 })
            && PickleNumbers.ToList(value) is { } values
            ? Fill(values, static (categories, item, index) => categories.AddValue(item, index))
            : null;
    }

    public int Find(double number) =>
        double.IsNaN(number) ? FindMissing() : _numbers.GetValueOrDefault(number, NotThere);

    public int Find(string? text) => text is null ? FindMissing() : _texts.GetValueOrDefault(text, NotThere);

    public int Find(TableColumn cells, int row) =>
        cells.Kind == TableColumnKind.Text ? Find(cells.Texts[row]) : Find(cells.Numbers[row]);

    /// <summary>Writes a cell for an error message, as Python would, and not longer than is useful.</summary>
    public static string Describe(TableColumn cells, int row)
    {
        if (cells.Kind != TableColumnKind.Text)
        {
            return double.IsNaN(cells.Numbers[row]) ? "nan" : cells.Numbers[row].ToString(CultureInfo.InvariantCulture);
        }

        return cells.Texts[row] is not { } text ? "None"
            : text.Length > ShownCharacters ? $"'{text.AsSpan(0, ShownCharacters)}...'"
            : $"'{text}'";
    }

    private static Categories? Fill<T>(IReadOnlyList<T> values, Func<Categories, T, int, bool> add)
    {
        var categories = new Categories(values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            if (!add(categories, values[i], i))
            {
                return null;
            }
        }

        return categories;
    }

    private int FindMissing() => _none != NotThere ? _none : _nan;

    private bool AddValue(object? value, int index)
    {
        if (value is null || PickleTexts.IsMissing(value))
        {
            _none = index;
            return true;
        }

        return PickleTexts.ToText(value) is { } text
            ? Add(text, index)
            : PickleNumbers.ToDouble(value) is { } number && Add(number, index);
    }

    private bool Add(double number, int index)
    {
        if (double.IsNaN(number))
        {
            _nan = index;
            return true;
        }

        // A text of digits beside the number it spells is no clash; the same category twice keeps the first.
        _numbers.TryAdd(number, index);
        return true;
    }

    private bool Add(string text, int index)
    {
        _texts.TryAdd(text, index);
        return true;
    }
}
