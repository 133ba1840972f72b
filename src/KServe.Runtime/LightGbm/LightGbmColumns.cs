using KServe.Runtime.Tabular;

namespace KServe.Runtime.LightGbm;

/// <summary>Holds the columns that a model was trained on, and turns their texts into codes.</summary>
internal sealed class LightGbmColumns
{
    private readonly Dictionary<string, int>?[] _codes;
    private readonly Dictionary<string, int>[] _categories;

    public LightGbmColumns(LightGbmHeader header, IReadOnlyList<string[]> categories)
    {
        Count = header.FeatureCount;
        Names = HasOwnNames(header.FeatureNames) ? header.FeatureNames : null;
        _categories = [.. categories.Select(Number)];
        _codes = new Dictionary<string, int>?[Count];
        Assign(header.FeatureInfos);
    }

    public int Count { get; }

    /// <summary>Gets the names of the columns; <see langword="null"/> when the library made them up.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>Reads a column of a table as numbers; a text that is no category is missing.</summary>
    /// <exception cref="InferenceException">The column holds texts and the model knows no categories for
    /// it.</exception>
    public void Read(Table table, int index, Span<double> matrix)
    {
        var column = table.GetColumn(index);
        if (column.Kind != TableColumnKind.Text)
        {
            var numbers = column.Numbers;
            for (var row = 0; row < numbers.Length; row++)
            {
                matrix[row * Count + index] = numbers[row];
            }

            return;
        }

        var codes = FindCodes(table, index)
            ?? throw InferenceException.InvalidArgument(
                $"input '{column.Name}' holds texts, the model knows no categories");
        var texts = column.Texts;
        for (var row = 0; row < texts.Length; row++)
        {
            matrix[row * Count + index] =
                texts[row] is { } text && codes.TryGetValue(text, out var code) ? code : double.NaN;
        }
    }

    private static bool HasOwnNames(string[] names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] != $"Column_{i}")
            {
                return true;
            }
        }

        return false;
    }

    private static Dictionary<string, int> Number(string[] categories)
    {
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < categories.Length; i++)
        {
            codes.TryAdd(categories[i], i);
        }

        return codes;
    }

    /// <summary>Gives the lists of categories to the categorical features, if there are as many.</summary>
    private void Assign(string[] infos)
    {
        var features = new List<int>();
        for (var i = 0; i < infos.Length; i++)
        {
            if (!infos[i].StartsWith('[') && infos[i] != "none")
            {
                features.Add(i);
            }
        }

        for (var i = 0; features.Count == _categories.Length && i < features.Count; i++)
        {
            _codes[features[i]] = _categories[i];
        }
    }

    /// <summary>Finds the categories of a column: its own, or by its place among the columns of texts.</summary>
    private Dictionary<string, int>? FindCodes(Table table, int index)
    {
        if (_codes[index] is { } own)
        {
            return own;
        }

        var (place, count) = (0, 0);
        for (var i = 0; i < table.ColumnCount; i++)
        {
            if (table.GetColumn(i).Kind == TableColumnKind.Text)
            {
                place += i < index ? 1 : 0;
                count++;
            }
        }

        return count == _categories.Length ? _categories[place] : null;
    }
}
