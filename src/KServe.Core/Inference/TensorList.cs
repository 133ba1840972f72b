using System.Collections;

namespace KServe;

/// <summary>A list of tensors that holds one, the common case, without an array.</summary>
internal sealed class TensorList : IList<InferTensor>
{
    private InferTensor? _first;
    private List<InferTensor>? _rest;

    public int Count => _first is null ? 0 : 1 + (_rest?.Count ?? 0);

    public bool IsReadOnly => false;

    public InferTensor this[int index]
    {
        get => index == 0 && _first is not null ? _first : Rest(index)[index - 1];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (index == 0 && _first is not null)
            {
                _first = value;
            }
            else
            {
                Rest(index)[index - 1] = value;
            }
        }
    }

    public void Add(InferTensor item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (_first is null)
        {
            _first = item;
        }
        else
        {
            (_rest ??= []).Add(item);
        }
    }

    public void Insert(int index, InferTensor item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)index, (uint)Count, nameof(index));
        if (index == Count)
        {
            Add(item);
        }
        else if (index == 0)
        {
            (_rest ??= []).Insert(0, _first!);
            _first = item;
        }
        else
        {
            Rest(index).Insert(index - 1, item);
        }
    }

    public void RemoveAt(int index)
    {
        if (index != 0 || _first is null)
        {
            Rest(index).RemoveAt(index - 1);
        }
        else if (_rest is { Count: > 0 } rest)
        {
            _first = rest[0];
            rest.RemoveAt(0);
        }
        else
        {
            _first = null;
        }
    }

    public bool Remove(InferTensor item)
    {
        var index = IndexOf(item);
        if (index >= 0)
        {
            RemoveAt(index);
        }

        return index >= 0;
    }

    public int IndexOf(InferTensor item)
    {
        for (var i = 0; i < Count; i++)
        {
            if (ReferenceEquals(this[i], item))
            {
                return i;
            }
        }

        return -1;
    }

    public bool Contains(InferTensor item) => IndexOf(item) >= 0;

    public void Clear() => (_first, _rest) = (null, null);

    public void CopyTo(InferTensor[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        for (var i = 0; i < Count; i++)
        {
            array[arrayIndex + i] = this[i];
        }
    }

    public IEnumerator<InferTensor> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Finds a tensor by its case-sensitive name.</summary>
    public InferTensor? Find(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            if (string.Equals(this[i].Name, name, StringComparison.Ordinal))
            {
                return this[i];
            }
        }

        return null;
    }

    /// <summary>Disposes every tensor; they stay in the list.</summary>
    public void DisposeAll()
    {
        for (var i = 0; i < Count; i++)
        {
            this[i].Dispose();
        }
    }

    private List<InferTensor> Rest(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _rest!;
    }
}
