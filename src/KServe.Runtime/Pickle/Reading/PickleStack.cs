namespace KServe.Runtime.Pickle.Reading;

/// <summary>The stack of the interpreter, with its marks.</summary>
internal sealed class PickleStack
{
    // Python's own pickler cannot nest deeper than its recursion limit of a few thousand calls
    private const int MostMarks = 10_000;

    private readonly List<int> _marks = [];
    private object?[] _items = new object?[64];
    private int _count;

    private int Floor => _marks.Count == 0 ? 0 : _marks[^1];

    public void Push(object? value)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, checked(2 * _count));
        }

        _items[_count++] = value;
    }

    public object? Pop()
    {
        var value = Peek();
        _items[--_count] = null;
        return value;
    }

    public object? Peek() => _count > Floor ? _items[_count - 1] : throw Underflow();

    public void ReplaceTop(object? value)
    {
        Peek();
        _items[_count - 1] = value;
    }

    public void PushMark()
    {
        if (_marks.Count == MostMarks)
        {
            throw new InvalidDataException($"values lie more than {MostMarks} deep in each other");
        }

        _marks.Add(_count);
    }

    /// <summary>Removes the topmost value, or the mark when nothing lies on it.</summary>
    public void PopValueOrMark()
    {
        if (_marks.Count > 0 && _marks[^1] == _count)
        {
            _marks.RemoveAt(_marks.Count - 1);
            return;
        }

        Pop();
    }

    /// <summary>Views the topmost values, without those under the mark.</summary>
    public ReadOnlySpan<object?> Top(int count) =>
        _count - Floor >= count ? _items.AsSpan(_count - count, count) : throw Underflow();

    /// <summary>Removes the topmost mark; what lay on it becomes the top of the stack.</summary>
    /// <returns>How many values lay on it.</returns>
    public int PopMark()
    {
        if (_marks.Count == 0)
        {
            throw new InvalidDataException("a pickle takes values down to a mark that was never set");
        }

        var count = _count - _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return count;
    }

    /// <summary>Removes the topmost values.</summary>
    public void Drop(int count)
    {
        Array.Clear(_items, _count - count, count);
        _count -= count;
    }

    /// <summary>Gets the value under the topmost ones; <see langword="null"/> when there is none.</summary>
    public object? Under(int count) => _count - count > Floor ? _items[_count - count - 1] : null;

    private static InvalidDataException Underflow() => new("a pickle takes more values than it has put on its stack");
}
