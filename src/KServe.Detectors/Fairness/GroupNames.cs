using System.Globalization;
using System.Text;

namespace KServe.Detectors;

/// <summary>Gives groups small numbers in the order in which they appear.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class GroupNames
{
    // A column with more is no attribute of people but a number or a name.
    private const int MaxGroups = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>Gets the number of a group; -1 when there are too many.</summary>
    public int GetIndex(string name)
    {
        lock (_lock)
        {
            if (!_indexes.TryGetValue(name, out var index))
            {
                if (_names.Count == MaxGroups)
                {
                    return -1;
                }

                index = _names.Count;
                _indexes.Add(name, index);
                _names.Add(name);
            }

            return index;
        }
    }

    public int GetIndex(double value) => GetIndex(value.ToString("R", CultureInfo.InvariantCulture));

    public int GetIndex(ReadOnlySpan<byte> utf8) =>
        GetIndex(Encoding.UTF8.GetString(utf8[..Math.Min(256, utf8.Length)]));

    public string GetName(int index)
    {
        lock (_lock)
        {
            return _names[index];
        }
    }
}
