namespace KServe.Runtime.Generative.KvCache;

/// <summary>The blocks of one sequence, in order.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class BlockTable
{
    private int[] _blocks = [];

    /// <summary>Gets the blocks; only the first <see cref="Count"/> count.</summary>
    public int[] Blocks => _blocks;

    /// <summary>Gets how many blocks the sequence has.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the blocks that count.</summary>
    public ReadOnlySpan<int> Used => _blocks.AsSpan(0, Count);

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

    /// <summary>Puts another block in a place.</summary>
    public void Replace(int index, int block) => _blocks[index] = block;

    /// <summary>Empties the table.</summary>
    public void Clear()
    {
        Count = 0;
        Named = 0;
    }
}
