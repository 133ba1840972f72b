namespace KServe.Runtime.Pickle;

/// <summary>A dictionary in the order of insertion; a later value of the same key replaces the earlier.</summary>
internal sealed class PickleDictionary
{
    private readonly List<KeyValuePair<object?, object?>> _items = [];
    private readonly Dictionary<object, int> _positions = [];

    public IReadOnlyList<KeyValuePair<object?, object?>> Items => _items;

    public int Count => _items.Count;

    /// <summary>Adds or replaces; keys that are neither texts nor numbers are never equal to each other.</summary>
    public void Set(object? key, object? value)
    {
        var identity = key ?? DBNull.Value;
        if (_positions.TryGetValue(identity, out var position))
        {
            _items[position] = new(_items[position].Key, value);
            return;
        }

        _positions.Add(identity, _items.Count);
        _items.Add(new(key, value));
    }

    public bool TryGet(string key, out object? value)
    {
        var found = _positions.TryGetValue(key, out var position);
        value = found ? _items[position].Value : null;
        return found;
    }
}
