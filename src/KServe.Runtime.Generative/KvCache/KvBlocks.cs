using KServe.Runtime.Generative.Engine;

namespace KServe.Runtime.Generative.KvCache;

/// <summary>Gives blocks to sequences: prefixes that are there already, room for what comes, copies on write.</summary>
/// <remarks>Not safe for concurrent use: the step loop owns it.</remarks>
internal sealed class KvBlocks
{
    private readonly ICausalModel _model;
    private readonly BlockDemand _demand;
    private readonly BlockPool _pool;
    private readonly int _blockSize;

    /// <summary>Creates the books of a model's cache.</summary>
    /// <param name="model">The model.</param>
    /// <param name="demand">What its sequences need.</param>
    public KvBlocks(ICausalModel model, BlockDemand demand)
    {
        _model = model;
        _demand = demand;
        _pool = new BlockPool(model.BlockCount);
        _blockSize = model.BlockSize;
    }

    /// <summary>Gets the pool.</summary>
    public BlockPool Pool => _pool;

    /// <summary>Gets the most tokens of one sequence for which there is room in a step.</summary>
    public int MaxStepTokens => _demand.MaxStepTokens;

    /// <summary>Gives a sequence all blocks that its tokens need at once, or none.</summary>
    /// <param name="table">The sequence's table, empty.</param>
    /// <param name="names">The names of its full blocks; null to share nothing.</param>
    /// <param name="tokens">How many tokens it has.</param>
    /// <param name="headroom">How many blocks must stay free.</param>
    /// <param name="cachedTokens">How many of its first tokens are in the cache; never the last one, whose logits are
    /// wanted.</param>
    public bool TryAdmit(BlockTable table, HashChain? names, int tokens, int headroom, out int cachedTokens)
    {
        var limit = names is null ? 0 : Math.Min(names.Count, (tokens - 1) / _blockSize);
        var hits = _demand.IsWindowed ? FindLast(names, limit) : FindAll(names, limit);
        var first = _demand.FindFirst(hits * _blockSize);
        var freeHits = 0;
        for (var i = first; i < hits; i++)
        {
            _pool.TryFind(in names![i], out var block);
            freeHits += _pool.CountUsers(block) == 0 ? 1 : 0;
        }

        var wanted = Math.Min(_demand.CountBlocks(tokens), first + _demand.AtOnce) - hits;
        cachedTokens = hits * _blockSize;
        if (_pool.FreeCount - freeHits < wanted + headroom)
        {
            return false;
        }

        table.Skip(first);
        for (var i = first; i < hits; i++)
        {
            _pool.TryFind(in names![i], out var block);
            _pool.Share(block);
            table.Add(block);
        }

        table.Named = hits;
        Add(table, wanted);
        return true;
    }

    /// <summary>Makes room for tokens behind those that are computed, and a copy of the block they share.</summary>
    /// <param name="table">The sequence's table.</param>
    /// <param name="computed">How many tokens are in the cache.</param>
    /// <param name="tokens">How many there are going to be.</param>
    /// <returns>False, with nothing changed, when there are too few free blocks.</returns>
    public bool TryExtend(BlockTable table, int computed, int tokens)
    {
        var isShared = computed % _blockSize != 0 && _pool.CountUsers(table.Blocks[computed / _blockSize]) > 1;
        var wanted = Math.Max(0, _demand.CountBlocks(tokens) - table.Count);
        if (_pool.FreeCount < wanted + (isShared ? 1 : 0))
        {
            return false;
        }

        if (isShared)
        {
            Copy(table, computed / _blockSize);
        }

        Add(table, wanted);
        return true;
    }

    /// <summary>Names the blocks that have become full, and gives up those whose content is there already.</summary>
    /// <param name="table">The sequence's table.</param>
    /// <param name="names">The names, at least of all full blocks.</param>
    /// <param name="computed">How many tokens are in the cache.</param>
    public void Name(BlockTable table, HashChain names, int computed)
    {
        for (var full = computed / _blockSize; table.Named < full; table.Named++)
        {
            var block = table.Blocks[table.Named];
            var first = _pool.Name(block, in names[table.Named]);
            if (first != block)
            {
                // Two sequences computed the same tokens at the same time; bit for bit the same, says the model.
                _pool.Share(first);
                _pool.Release(block);
                table.Replace(table.Named, first);
            }
        }
    }

    /// <summary>Gives back the blocks that no token of a sequence reads again; they keep their names.</summary>
    /// <param name="table">The sequence's table, its full blocks named.</param>
    /// <param name="computed">How many tokens are in the cache.</param>
    /// <param name="tokens">How many tokens it has.</param>
    public void GiveBack(BlockTable table, int computed, int tokens)
    {
        var first = _demand.FindFirst(computed);
        if (table.First >= first)
        {
            return;
        }

        while (table.First < first)
        {
            _pool.Release(table.TakeFirst());
        }

        // As many for what is left of a prompt, before others take them: it was let in to be computed to its end.
        var end = Math.Min(_demand.CountBlocks(tokens), first + _demand.AtOnce);
        Add(table, Math.Min(Math.Max(0, end - table.Count), _pool.FreeCount));
    }

    /// <summary>Lets a second sequence go on from where the first is, with the same blocks.</summary>
    public void Fork(BlockTable source, BlockTable destination)
    {
        destination.Skip(source.First);
        foreach (var block in source.Used)
        {
            _pool.Share(block);
            destination.Add(block);
        }

        destination.Named = source.Named;
    }

    /// <summary>Gives back all blocks of a sequence, the last first: ends of sequences are found again least.</summary>
    public void Release(BlockTable table)
    {
        for (var i = table.Count - 1; i >= table.First; i--)
        {
            _pool.Release(table.Blocks[i]);
        }

        table.Clear();
    }

    /// <summary>Takes the names from a sequence's blocks, whose content is not to be trusted.</summary>
    /// <param name="table">The sequence's table.</param>
    /// <param name="names">The names of its full blocks, by which those that it gave back are found; null for
    /// none.</param>
    public void Forget(BlockTable table, HashChain? names)
    {
        foreach (var block in table.Used)
        {
            _pool.Forget(block);
        }

        for (var i = 0; names is not null && i < Math.Min(table.First, names.Count); i++)
        {
            if (_pool.TryFind(in names[i], out var block))
            {
                _pool.Forget(block);
            }
        }
    }

    // How many blocks from the first on are there.
    private int FindAll(HashChain? names, int limit)
    {
        var hits = 0;
        while (hits < limit && _pool.TryFind(in names![hits], out _))
        {
            hits++;
        }

        return hits;
    }

    // The last place before which all blocks are there that a token in this place reads: those behind its window may
    // be gone. Looked for from the end.
    private int FindLast(HashChain? names, int limit)
    {
        var hits = limit;
        for (var i = limit - 1; i >= 0; i--)
        {
            if (!_pool.TryFind(in names![i], out _))
            {
                hits = i;
            }
            else if (i <= _demand.FindFirst(hits * _blockSize))
            {
                break;
            }
        }

        return hits;
    }

    private void Copy(BlockTable table, int index)
    {
        var source = table.Blocks[index];
        var copy = _pool.Take();
        _model.CopyBlock(source, copy);
        _pool.Release(source);
        table.Replace(index, copy);
    }

    private void Add(BlockTable table, int blocks)
    {
        for (var i = 0; i < blocks; i++)
        {
            table.Add(_pool.Take());
        }
    }
}
