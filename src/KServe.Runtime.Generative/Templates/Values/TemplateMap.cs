namespace KServe.Runtime.Generative.Templates.Values;

/// <summary>A dictionary that keeps the order of its keys; never changed after creation.</summary>
internal sealed class TemplateMap
{
    private readonly OrderedDictionary<string, object?> _entries = new(StringComparer.Ordinal);

    /// <summary>Gets the entries in order.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Entries => _entries;

    /// <summary>Gets the number of entries.</summary>
    public int Count => _entries.Count;

    /// <summary>Sets an entry, while the dictionary is made.</summary>
    public void Set(string key, object? value) => _entries[key] = value;

    /// <summary>Gets the value of a key.</summary>
    public bool TryGet(string key, out object? value) => _entries.TryGetValue(key, out value);
}
