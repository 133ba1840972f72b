namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>Symbols of one piece that are merged until no rule applies, in n log n steps.</summary>
/// <remarks>
/// A symbol is held at the place of the first of the parts it is made of; its last place points back to the first, so
/// that both neighbours are found without links.
/// </remarks>
internal sealed class MergeWorkspace
{
    private readonly MergeHeap _heap = new();
    private int[] _ids = new int[64];
    private int[] _sizes = new int[64];
    private int[] _heads = new int[64];
    private int[] _starts = new int[64];
    private int[] _ends = new int[64];

    /// <summary>Gets how many symbols there were before merging.</summary>
    public int Count { get; private set; }

    /// <summary>Gets how many merges were looked at since the creation, for tests of the growth of work.</summary>
    public long Steps { get; private set; }

    /// <summary>Gets how many symbols or merges there is room for.</summary>
    public int Capacity => Math.Max(_ids.Length, _heap.Capacity);

    /// <summary>Drops all symbols.</summary>
    public void Clear()
    {
        Count = 0;
        _heap.Clear();
    }

    /// <summary>Adds a symbol.</summary>
    public void Add(int id, int start, int end)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, Count * 2);
            Array.Resize(ref _sizes, Count * 2);
            Array.Resize(ref _heads, Count * 2);
            Array.Resize(ref _starts, Count * 2);
            Array.Resize(ref _ends, Count * 2);
        }

        _ids[Count] = id;
        _sizes[Count] = 1;
        _heads[Count] = Count;
        _starts[Count] = start;
        _ends[Count++] = end;
    }

    /// <summary>Gets the token of the symbol at a place.</summary>
    public int Id(int at) => _ids[at];

    /// <summary>Gets where the symbol at a place begins in the text.</summary>
    public int Start(int at) => _starts[at];

    /// <summary>Gets where the symbol at a place ends in the text.</summary>
    public int End(int at) => _ends[at + _sizes[at] - 1];

    /// <summary>Gets the place of the next symbol.</summary>
    public int Next(int at) => at + _sizes[at];

    /// <summary>Merges until no rule applies.</summary>
    public void Merge<TRule>(TRule rule)
        where TRule : struct, IMergeRule
    {
        for (var i = 0; i + 1 < Count; i++)
        {
            Offer(rule, i, i + 1);
        }

        while (_heap.TryPop(out var entry))
        {
            Steps++;
            var left = entry.Left;
            var right = left + _sizes[left];

            // Symbols grow alone, so what an entry speaks of is still there if its extent is.
            if (_sizes[left] == 0 || right >= Count || _sizes[left] + _sizes[right] != entry.Size
                || !rule.TryMerge(this, left, right, out var rank, out var id) || id != entry.Id
                || rank != entry.Rank)
            {
                continue;
            }

            _ids[left] = entry.Id;
            _sizes[right] = 0;
            _sizes[left] = entry.Size;
            _heads[left + entry.Size - 1] = left;
            if (left > 0)
            {
                Offer(rule, _heads[left - 1], left);
            }

            if (left + entry.Size < Count)
            {
                Offer(rule, left, left + entry.Size);
            }
        }
    }

    private void Offer<TRule>(TRule rule, int left, int right)
        where TRule : struct, IMergeRule
    {
        Steps++;
        if (rule.TryMerge(this, left, right, out var rank, out var id))
        {
            _heap.Push(new MergeEntry(rank, left, id, _sizes[left] + _sizes[right]));
        }
    }
}
