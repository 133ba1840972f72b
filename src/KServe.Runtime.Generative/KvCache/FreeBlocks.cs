namespace KServe.Runtime.Generative.KvCache;

/// <summary>The blocks that nobody uses, in the order in which they are taken.</summary>
/// <remarks>
/// A doubly-linked list inside two arrays: a block that is wanted again leaves from the middle in constant time. Not
/// safe for concurrent use.
/// </remarks>
internal sealed class FreeBlocks
{
    private const int Absent = -1;

    private readonly int[] _next;
    private readonly int[] _previous;

    /// <summary>Creates the list with all blocks in it, in the order of their numbers.</summary>
    /// <param name="blocks">How many blocks there are.</param>
    public FreeBlocks(int blocks)
    {
        _next = new int[blocks + 1];
        _previous = new int[blocks + 1];
        Count = blocks;
        for (var i = 0; i <= blocks; i++)
        {
            _next[i] = i == blocks ? 0 : i + 1;
            _previous[i] = i == 0 ? blocks : i - 1;
        }
    }

    /// <summary>Gets how many blocks are free.</summary>
    public int Count { get; private set; }

    // The last entry of the arrays closes the ring.
    private int Ring => _next.Length - 1;

    /// <summary>Tells whether a block is in the list.</summary>
    public bool Contains(int block) => _next[block] != Absent;

    /// <summary>Takes the block that is first in line.</summary>
    public int TakeFirst()
    {
        var block = _next[Ring];
        Remove(block);
        return block;
    }

    /// <summary>Takes a block out, wherever it is.</summary>
    public void Remove(int block)
    {
        var next = _next[block];
        var previous = _previous[block];
        _next[previous] = next;
        _previous[next] = previous;
        _next[block] = Absent;
        Count--;
    }

    /// <summary>Puts a block in front: the next to be taken.</summary>
    public void AddFirst(int block) => InsertBetween(Ring, block, _next[Ring]);

    /// <summary>Puts a block at the end: the last to be taken.</summary>
    public void AddLast(int block) => InsertBetween(_previous[Ring], block, Ring);

    private void InsertBetween(int previous, int block, int next)
    {
        _next[previous] = block;
        _previous[block] = previous;
        _next[block] = next;
        _previous[next] = block;
        Count++;
    }
}
