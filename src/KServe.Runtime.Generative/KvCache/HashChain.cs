namespace KServe.Runtime.Generative.KvCache;

/// <summary>The names of a sequence's full blocks, each computed once.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class HashChain
{
    private readonly byte[] _scopeKeys;
    private readonly int _blockSize;
    private BlockHash[] _hashes;

    /// <summary>Creates an empty chain.</summary>
    /// <param name="scopeKeys">What separates it from chains of the same tokens.</param>
    /// <param name="blockSize">The tokens of a block.</param>
    public HashChain(byte[] scopeKeys, int blockSize)
    {
        _scopeKeys = scopeKeys;
        _blockSize = blockSize;
        _hashes = [];
    }

    private HashChain(HashChain other)
    {
        _scopeKeys = other._scopeKeys;
        _blockSize = other._blockSize;
        _hashes = other._hashes.AsSpan(0, other.Count).ToArray();
        Count = other.Count;
    }

    /// <summary>Gets how many blocks have names.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the name of a block.</summary>
    public ref readonly BlockHash this[int index] => ref _hashes[index];

    /// <summary>Names all blocks that a sequence of tokens fills.</summary>
    /// <param name="tokens">The sequence from its beginning.</param>
    public void Extend(ReadOnlySpan<int> tokens)
    {
        var full = tokens.Length / _blockSize;
        if (full > _hashes.Length)
        {
            Array.Resize(ref _hashes, Math.Max(full, _hashes.Length * 2));
        }

        for (; Count < full; Count++)
        {
            var parent = Count == 0 ? default : _hashes[Count - 1];
            var block = tokens.Slice(Count * _blockSize, _blockSize);
            _hashes[Count] = BlockHasher.Compute(in parent, block, Count == 0 ? _scopeKeys : []);
        }
    }

    /// <summary>Copies the chain for a sequence that goes on differently.</summary>
    public HashChain Fork() => new(this);
}
