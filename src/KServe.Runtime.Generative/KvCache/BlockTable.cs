namespace KServe.Runtime.Generative.KvCache;

/// <summary>The blocks of one sequence, in order.</summary>
/// <remarks>The places of blocks that were given back before the end stay. Not safe for concurrent use.</remarks>
internal sealed class BlockTable
{
    private const int Absent = -1;

    private int[] _blocks = [];

    /// <summary>Gets the blocks by place; only those from <see cref="First"/> to <see cref="Count"/> count.</summary>
    public int[] Blocks => _blocks;

    /// <summary>Gets the place of the first block that the sequence has.</summary>
    public int First { get; private set; }

    /// <summary>Gets the place behind its last block.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the blocks that the sequence has.</summary>
    public ReadOnlySpan<int> Used => _blocks.AsSpan(First, Count - First);

    /// <summary>Gets or sets how many of the first blocks have been named.</summary>
    public int Named { get; set; }

    /// <summary>Adds a block at the end.</summary>
    public void Add(int block)
    {
        if (Count == _blocks.Length)
        {
            Array.Resize(ref _blocks, Math.Max(8, Count * 2));
        }

        _blocks[Count++] = block;
    }

    /// <summary>Leaves out the first places of an empty table.</summary>
    public void Skip(int places)
    {
        for (var i = 0; i < places; i++)
        {
            Add(Absent);
        }

        First = places;
    }

    /// <summary>Takes the first block out.</summary>
    public int TakeFirst()
    {
        var block = _blocks[First];
        _blocks[First++] = Absent;
        return block;
    }

    /// <summary>Puts another block in a place.</summary>
    public void Replace(int index, int block) => _blocks[index] = block;

    /// <summary>Empties the table.</summary>
    public void Clear()
    {
        First = 0;
        Count = 0;
        Named = 0;
    }
}
