namespace KServe.Kernels.Trees.Compiled;

/// <summary>Collects items in an array, and gives the array itself away when it is just full.</summary>
/// <remarks>A list would copy at the end: the arrays of a forest would lie in memory twice.</remarks>
internal sealed class GrowingArray<T>(int capacity)
    where T : unmanaged
{
    private const int SmallestCapacity = 16;

    private T[] _items = capacity == 0 ? [] : GC.AllocateUninitializedArray<T>(capacity);

    public int Count { get; private set; }

    public int Capacity => _items.Length;

    public ref T this[int index] => ref _items.AsSpan(0, Count)[index];

    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Grow(1);
        }

        _items[Count++] = item;
    }

    public void AddRange(ReadOnlySpan<T> items)
    {
        if (items.Length > _items.Length - Count)
        {
            Grow(items.Length);
        }

        items.CopyTo(_items.AsSpan(Count));
        Count += items.Length;
    }

    /// <summary>Returns the items; nothing may be added afterwards.</summary>
    public T[] ToArray() => Count == _items.Length ? _items : _items.AsSpan(0, Count).ToArray();

    private void Grow(int count)
    {
        var needed = checked(Count + count);
        var doubled = Math.Max(SmallestCapacity, Math.Min(2L * _items.Length, Array.MaxLength));
        Array.Resize(ref _items, (int)Math.Max(needed, doubled));
    }
}
