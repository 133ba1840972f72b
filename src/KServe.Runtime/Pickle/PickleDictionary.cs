using System.Numerics;

namespace KServe.Runtime.Pickle;

/// <summary>A dictionary in the order of insertion; a later value of the same key replaces the earlier.</summary>
internal sealed class PickleDictionary
{
    // most dictionaries hold the few attributes of an object: searching them costs less than an index
    private const int LargestWithoutIndex = 8;
    private const int ItemWeight = 48;

    private List<KeyValuePair<object?, object?>>? _items;
    private Dictionary<object, int>? _positions;

    public IReadOnlyList<KeyValuePair<object?, object?>> Items =>
        (IReadOnlyList<KeyValuePair<object?, object?>>?)_items ?? [];

    public int Count => _items?.Count ?? 0;

    /// <summary>Gets roughly the bytes that copying it takes.</summary>
    public long Weight { get; private set; }

    /// <summary>Computes what adding a key costs: long ones are walked.</summary>
    public static long GetWeight(object? key) => ItemWeight + key switch
    {
        string text => text.Length,
        BigInteger number => number.GetByteCount(),
        PickleClass type => type.Module.Length + type.Name.Length,
        _ => 0,
    };

    /// <summary>Adds or replaces; keys that are neither texts nor numbers are never equal to each other.</summary>
    public void Set(object? key, object? value)
    {
        _items ??= [];
        var position = Find(key);
        if (position >= 0)
        {
            _items[position] = new(_items[position].Key, value);
            return;
        }

        _positions?.Add(key ?? DBNull.Value, _items.Count);
        _items.Add(new(key, value));
        Weight += GetWeight(key);
    }

    /// <summary>Adds or replaces all items of another dictionary.</summary>
    public void SetAll(PickleDictionary source)
    {
        // by index: a dictionary may be told to take itself
        for (var i = 0; i < source.Count; i++)
        {
            Set(source.Items[i].Key, source.Items[i].Value);
        }
    }

    public bool TryGet(string key, out object? value) => TryGet((object)key, out value);

    /// <summary>Finds the value of a key; 1, 1.0 and True are the same one.</summary>
    public bool TryGet(object? key, out object? value)
    {
        var position = Find(key);
        value = position >= 0 ? _items![position].Value : null;
        return position >= 0;
    }

    private int Find(object? key)
    {
        if (_items is null)
        {
            return -1;
        }

        if (_positions is null && _items.Count <= LargestWithoutIndex)
        {
            for (var i = 0; i < _items.Count; i++)
            {
                if (PickleKeyComparer.Instance.Equals(_items[i].Key, key))
                {
                    return i;
                }
            }

            return -1;
        }

        return (_positions ??= Index(_items)).GetValueOrDefault(key ?? DBNull.Value, -1);
    }

    private static Dictionary<object, int> Index(List<KeyValuePair<object?, object?>> items)
    {
        var positions = new Dictionary<object, int>(2 * items.Count, PickleKeyComparer.Instance);
        for (var i = 0; i < items.Count; i++)
        {
            positions.Add(items[i].Key ?? DBNull.Value, i);
        }

        return positions;
    }
}
