using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn.Preprocessing.Encoding;

/// <summary>Finds the category of each cell; what OneHotEncoder, OrdinalEncoder and TargetEncoder share.</summary>
internal sealed class CategoryColumns
{
    public const int Unknown = -1;

    private const int ShownUnknowns = 10;

    private readonly Categories[] _columns;

    public CategoryColumns(SklearnObject source, int columnCount)
    {
        var lists = source.List("categories_");
        if (columnCount >= 0 && lists.Count != columnCount)
        {
            throw source.Unexpected("categories_", $"the categories of {columnCount} columns");
        }

        _columns = [.. lists.Select(list => Categories.Read(list)
            ?? throw source.Unexpected("categories_", "vectors of numbers, texts or both"))];
    }

    public int Count => _columns.Length;

    public Categories this[int column] => _columns[column];

    /// <summary>Finds the categories of all cells of a column.</summary>
    /// <returns>Whether all are known; <see cref="Unknown"/> stands for one that is not.</returns>
    public bool Encode(Features features, int column, Span<int> codes)
    {
        var cells = FeatureColumns.Get(features, column);
        var categories = _columns[column];
        if (cells.Kind == TableColumnKind.Text)
        {
            for (var row = 0; row < codes.Length; row++)
            {
                codes[row] = categories.Find(cells.Texts[row]);
            }
        }
        else
        {
            InputCheck.Values(cells.Numbers, allowsNaN: true);
            for (var row = 0; row < codes.Length; row++)
            {
                codes[row] = categories.Find(cells.Numbers[row]);
            }
        }

        return !codes.Contains(Unknown);
    }

    /// <summary>Finds the categories of all cells of a column, and refuses unknown ones.</summary>
    public void EncodeKnown(Features features, int column, Span<int> codes)
    {
        if (Encode(features, column, codes))
        {
            return;
        }

        var cells = FeatureColumns.Get(features, column);
        HashSet<string> unknown = [];
        for (var row = 0; row < codes.Length && unknown.Count < ShownUnknowns; row++)
        {
            if (codes[row] == Unknown)
            {
                unknown.Add(Categories.Describe(cells, row));
            }
        }

        throw InferenceException.InvalidArgument(
            $"Found unknown categories [{string.Join(", ", unknown)}] in column {column} during transform");
    }
}
