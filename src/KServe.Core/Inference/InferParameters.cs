using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace KServe;

/// <summary>Holds the parameters of a request, response or tensor in their order.</summary>
/// <remarks>Not safe for concurrent writes. Look-ups are linear: the protocols keep the number small.</remarks>
[SuppressMessage("Naming", "CA1710", Justification = "The protocol's own word is parameters.")]
public sealed class InferParameters : IReadOnlyCollection<KeyValuePair<string, InferParameter>>
{
    // An array of its own and not a list: one parameter is the common case, on the path of every binary request.
    private KeyValuePair<string, InferParameter>[] _items = [];

    /// <summary>Gets the number of parameters.</summary>
    public int Count { get; private set; }

    /// <summary>Gets or sets a parameter.</summary>
    /// <param name="name">The case-sensitive name.</param>
    /// <exception cref="KeyNotFoundException">On reading: there is no such parameter.</exception>
    public InferParameter this[string name]
    {
        get => TryGet(name, out var value) ? value : throw new KeyNotFoundException($"There is no parameter '{name}'.");
        set
        {
            var index = IndexOf(name);
            if (index >= 0)
            {
                _items[index] = new(name, value);
            }
            else
            {
                Append(name, value);
            }
        }
    }

    /// <summary>Gets the parameter at a position.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <returns>Name and value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public KeyValuePair<string, InferParameter> At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _items[index];
    }

    /// <summary>Adds a parameter unless its name is there already.</summary>
    /// <param name="name">The case-sensitive name.</param>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> when the name was there; nothing changes then.</returns>
    public bool TryAdd(string name, InferParameter value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (IndexOf(name) >= 0)
        {
            return false;
        }

        Append(name, value);
        return true;
    }

    /// <summary>Finds a parameter.</summary>
    /// <param name="name">The case-sensitive name.</param>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool TryGet(string name, out InferParameter value)
    {
        var index = IndexOf(name);
        value = index >= 0 ? _items[index].Value : default;
        return index >= 0;
    }

    /// <summary>Removes a parameter.</summary>
    /// <param name="name">The case-sensitive name.</param>
    /// <returns><see langword="false"/> when there was none.</returns>
    public bool Remove(string name)
    {
        var index = IndexOf(name);
        if (index >= 0)
        {
            Count--;
            Array.Copy(_items, index + 1, _items, index, Count - index);
            _items[Count] = default;
        }

        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, InferParameter>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return _items[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Append(string name, InferParameter value)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(1, 2 * Count));
        }

        _items[Count++] = new(name, value);
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            if (string.Equals(_items[i].Key, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
