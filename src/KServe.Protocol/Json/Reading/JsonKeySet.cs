using System.Buffers;
using System.Runtime.InteropServices;

namespace KServe.Protocol;

/// <summary>Remembers the keys of all objects that are open, to find duplicates in constant time per key.</summary>
/// <remarks>
/// One open-addressing table serves all depths. Objects close in the reverse order in which they opened, so that keys
/// leave in the reverse order in which they came, and emptying their slots keeps every probe sequence whole.
/// </remarks>
internal sealed class JsonKeySet : IDisposable
{
    private const int FirstSlots = 64;
    private int[] _frames = [];
    private Entry[] _entries = [];
    private int[] _slots = [];
    private byte[] _bytes = [];
    private int _depth;
    private int _count;
    private int _used;
    private int _mask = -1;

    /// <summary>Makes an empty set ready for objects up to a depth.</summary>
    public void Reset(int maxDepth)
    {
        Dispose();
        _frames = ArrayPool<int>.Shared.Rent(maxDepth + 1);
        (_depth, _count, _used, _mask) = (0, 0, 0, -1);
    }

    public void Open() => _frames[_depth++] = _count;

    public void Close()
    {
        var first = _frames[--_depth];
        while (_count > first)
        {
            ref var entry = ref _entries[--_count];
            _slots[entry.Slot] = 0;
            _used = entry.Start;
        }
    }

    /// <summary>Adds a key to the innermost object, or tells that it is there already.</summary>
    public bool TryAdd(ReadOnlySpan<byte> key, int maxKeys, out bool tooMany)
    {
        tooMany = _count - _frames[_depth - 1] >= maxKeys;
        if (tooMany)
        {
            return false;
        }

        if ((_count + 1) * 2 > _mask + 1)
        {
            Grow();
        }

        var stored = Store(key);
        ReadOnlySpan<char> text = MemoryMarshal.Cast<byte, char>(stored);
        var hash = HashCode.Combine(string.GetHashCode(text, StringComparison.Ordinal), _depth);
        var slot = hash & _mask;
        while (_slots[slot] != 0)
        {
            ref var other = ref _entries[_slots[slot] - 1];
            if (other.Hash == hash && other.Depth == _depth
                && _bytes.AsSpan(other.Start, other.Length).SequenceEqual(key))
            {
                return false;
            }

            slot = (slot + 1) & _mask;
        }

        _entries[_count++] = new Entry(hash, _depth, _used, key.Length, slot);
        _slots[slot] = _count;
        _used += stored.Length;
        return true;
    }

    public void Dispose()
    {
        if (_entries.Length != 0)
        {
            ArrayPool<Entry>.Shared.Return(_entries);
            ArrayPool<int>.Shared.Return(_slots);
        }

        if (_bytes.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        if (_frames.Length != 0)
        {
            ArrayPool<int>.Shared.Return(_frames);
        }

        (_entries, _slots, _bytes, _frames) = ([], [], [], []);
    }

    // Padded to whole UTF-16 units: the framework's seeded string hash resists chosen collisions.
    private Span<byte> Store(ReadOnlySpan<byte> key)
    {
        var padded = key.Length + (key.Length & 1);
        if (_bytes.Length - _used < padded)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(1024, checked((_used + padded) * 2)));
            _bytes.AsSpan(0, _used).CopyTo(larger);
            if (_bytes.Length != 0)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
            }

            _bytes = larger;
        }

        var stored = _bytes.AsSpan(_used, padded);
        stored[^Math.Min(1, padded)..].Clear();
        key.CopyTo(stored);
        return stored;
    }

    private void Grow()
    {
        var size = Math.Max(FirstSlots, (_mask + 1) * 2);
        var slots = ArrayPool<int>.Shared.Rent(size);
        var entries = ArrayPool<Entry>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        _entries.AsSpan(0, _count).CopyTo(entries);
        _mask = size - 1;
        for (var i = 0; i < _count; i++)
        {
            var slot = entries[i].Hash & _mask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            slots[slot] = i + 1;
            entries[i].Slot = slot;
        }

        if (_entries.Length != 0)
        {
            ArrayPool<Entry>.Shared.Return(_entries);
            ArrayPool<int>.Shared.Return(_slots);
        }

        (_entries, _slots) = (entries, slots);
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Entry(int Hash, int Depth, int Start, int Length, int Slot);
}
