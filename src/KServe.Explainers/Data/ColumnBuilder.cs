using System.Globalization;

namespace KServe.Explainers;

/// <summary>Collects the cells of a column and decides at the end whether they are numbers or texts.</summary>
internal sealed class ColumnBuilder(string name)
{
    private readonly List<string?> _cells = [];
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public int Count => _cells.Count;

    /// <summary>Adds a cell; <see langword="null"/> is a missing one.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        // Tables repeat their cells: one string for each value keeps the memory near the file's size.
        var lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(cell, out var text))
        {
            text = cell.ToString();
            _known.Add(text, text);
        }

        _cells.Add(text);
    }

    public void AddMissing() => _cells.Add(null);

    public FeatureColumn Build()
    {
        var numbers = new double[_cells.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!TryParse(_cells[i], out numbers[i]))
            {
                return new FeatureColumn(name, [.. _cells]);
            }
        }

        return new FeatureColumn(name, numbers);
    }

    private static bool TryParse(string? cell, out double number)
    {
        number = double.NaN;
        return cell is null or "" or "NaN" or "nan" or "NA" or "null"
            || double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }
}
