namespace KServe.Runtime.Generative.KvCache;

/// <summary>The books of the KV cache's blocks: who uses them, which are free, what they contain.</summary>
/// <remarks>
/// A block without users keeps its content, and its name, until it is taken for something else: eviction is lazy, the
/// least recently used first, and blocks without a name before all others. Not safe for concurrent use.
/// </remarks>
internal sealed class BlockPool
{
    private readonly FreeBlocks _free;
    private readonly int[] _users;
    private readonly BlockHash[] _names;
    private readonly bool[] _isNamed;
    private readonly Dictionary<BlockHash, int> _byName;

    /// <summary>Creates a pool in which all blocks are free.</summary>
    /// <param name="blocks">How many blocks there are; at least 1.</param>
    public BlockPool(int blocks)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blocks);
        _free = new FreeBlocks(blocks);
        _users = new int[blocks];
        _names = new BlockHash[blocks];
        _isNamed = new bool[blocks];
        _byName = new Dictionary<BlockHash, int>(blocks);
    }

    /// <summary>Gets how many blocks there are.</summary>
    public int Total => _users.Length;

    /// <summary>Gets how many blocks nobody uses.</summary>
    public int FreeCount => _free.Count;

    /// <summary>Gets how many blocks have a name, used or not.</summary>
    public int NamedCount => _byName.Count;

    /// <summary>Gets how many named blocks were given up for other contents.</summary>
    public long Evictions { get; private set; }

    /// <summary>Takes a free block for new content.</summary>
    /// <returns>The block, with one user; call only while <see cref="FreeCount"/> is above zero.</returns>
    public int Take()
    {
        var block = _free.TakeFirst();
        if (_isNamed[block])
        {
            Forget(block);
            Evictions++;
        }

        _users[block] = 1;
        return block;
    }

    /// <summary>Tells how many use a block.</summary>
    public int CountUsers(int block) => _users[block];

    /// <summary>Adds a user to a block, which may be free.</summary>
    public void Share(int block)
    {
        if (_users[block]++ == 0)
        {
            _free.Remove(block);
        }
    }

    /// <summary>Takes a user from a block; the last one frees it.</summary>
    public void Release(int block)
    {
        if (_users[block] <= 0)
        {
            throw new InvalidOperationException($"Block {block} was released more often than it was taken.");
        }

        if (--_users[block] > 0)
        {
            return;
        }

        if (_isNamed[block])
        {
            _free.AddLast(block);
        }
        else
        {
            _free.AddFirst(block);
        }
    }

    /// <summary>Finds the block with a content.</summary>
    public bool TryFind(in BlockHash name, out int block) => _byName.TryGetValue(name, out block);

    /// <summary>Names the content of a block.</summary>
    /// <returns>The block that has this content: the given one, or one that had it before.</returns>
    public int Name(int block, in BlockHash name)
    {
        if (_byName.TryGetValue(name, out var known))
        {
            return known;
        }

        Forget(block);
        _byName.Add(name, block);
        _names[block] = name;
        _isNamed[block] = true;
        return block;
    }

    /// <summary>Takes the name from a block, so that nobody finds it.</summary>
    public void Forget(int block)
    {
        if (_isNamed[block])
        {
            _byName.Remove(_names[block]);
            _isNamed[block] = false;
        }
    }

    /// <summary>Takes the names from all blocks.</summary>
    public void ForgetAll()
    {
        _byName.Clear();
        Array.Clear(_isNamed);
    }

    /// <summary>Compares the books with the tables that should explain them.</summary>
    /// <param name="tables">All tables that hold blocks.</param>
    /// <exception cref="InvalidOperationException">They do not agree.</exception>
    public void Check(IEnumerable<BlockTable> tables)
    {
        var users = new int[Total];
        foreach (var table in tables)
        {
            foreach (var block in table.Used)
            {
                users[block]++;
            }
        }

        var free = 0;
        var named = 0;
        for (var i = 0; i < Total; i++)
        {
            Ensure(users[i] == _users[i], i, "its users are not those that the tables know");
            Ensure(_free.Contains(i) == (_users[i] == 0), i, "it is in the free list and used, or in neither");
            Ensure(
                !_isNamed[i] || (_byName.TryGetValue(_names[i], out var found) && found == i),
                i,
                "its name leads elsewhere");
            free += _users[i] == 0 ? 1 : 0;
            named += _isNamed[i] ? 1 : 0;
        }

        Ensure(free == _free.Count, -1, "the free list has lost count");
        Ensure(named == _byName.Count, -1, "there are names without a block");
    }

    private static void Ensure(bool condition, int block, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"The books of the KV cache do not balance: block {block}: {what}.");
        }
    }
}
