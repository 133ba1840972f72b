using System.Text;

namespace KServe.Transformers.Tabular;

/// <summary>Finds the positions of texts without making strings of them.</summary>
internal sealed class CategoryTable
{
    private const int Longest = 128;

    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public CategoryTable(ColumnOptions column)
    {
        foreach (var category in column.Categories)
        {
            OptionChecks.Require(
                category is { Length: <= Longest } && _positions.TryAdd(category, _positions.Count),
                nameof(column.Categories),
                $"texts of at most {Longest} characters were expected, each once, in column '{column.Name}'");
        }

        _lookup = _positions.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => _positions.Count;

    /// <summary>Gets the position, or -1.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        Span<char> characters = stackalloc char[Longest];
        return Encoding.UTF8.TryGetChars(text, characters, out var length)
            && _lookup.TryGetValue(characters[..length], out var position)
            ? position
            : -1;
    }

    public int Find(string text) => _positions.GetValueOrDefault(text, -1);
}
