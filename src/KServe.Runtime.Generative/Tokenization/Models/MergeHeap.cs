namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>A binary heap of merges.</summary>
internal sealed class MergeHeap
{
    private MergeEntry[] _entries = new MergeEntry[64];
    private int _count;

    /// <summary>Gets how many entries there is room for.</summary>
    public int Capacity => _entries.Length;

    /// <summary>Drops all entries.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds an entry.</summary>
    public void Push(MergeEntry entry)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }

        var at = _count++;
        while (at > 0 && entry.Precedes(_entries[(at - 1) / 2]))
        {
            _entries[at] = _entries[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _entries[at] = entry;
    }

    /// <summary>Takes the entry that goes first.</summary>
    public bool TryPop(out MergeEntry first)
    {
        if (_count == 0)
        {
            first = default;
            return false;
        }

        first = _entries[0];
        var last = _entries[--_count];
        var at = 0;
        while ((2 * at) + 1 < _count)
        {
            var child = (2 * at) + 1;
            child += child + 1 < _count && _entries[child + 1].Precedes(_entries[child]) ? 1 : 0;
            if (!_entries[child].Precedes(last))
            {
                break;
            }

            _entries[at] = _entries[child];
            at = child;
        }

        _entries[at] = last;
        return true;
    }
}
