using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>Keeps the grammars of one model that were compiled last.</summary>
/// <remarks>
/// Safe for concurrent use. Compiling runs on the caller's thread; the masks belong to the step loop, which alone
/// touches what is handed out.
/// </remarks>
/// <param name="vocabulary">Gets the bytes of all tokens; called once, when the first grammar is asked for.</param>
/// <param name="endTokens">The tokens that end an answer.</param>
internal sealed class GrammarCache(Func<IReadOnlyList<byte[]>> vocabulary, IReadOnlyList<int> endTokens)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Key, CompiledGrammar Grammar)> _order = [];
    private readonly Dictionary<string, LinkedListNode<(string Key, CompiledGrammar Grammar)>> _byKey =
        new(StringComparer.Ordinal);

    private readonly Lazy<TokenTrie> _trie = new(() => new TokenTrie(vocabulary()));

    /// <summary>Gets how many grammars are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _order.Count;
            }
        }
    }

    /// <summary>Gets what makes the masks of answers under a grammar.</summary>
    /// <param name="key">Names the grammar.</param>
    /// <param name="read">Reads it when it is not kept.</param>
    /// <exception cref="InferenceException">The grammar is wrong.</exception>
    public Func<int, ITokenMask> Get(string key, Func<ByteGraph> read)
    {
        var grammar = Find(key);
        if (grammar is null)
        {
            grammar = new CompiledGrammar(read(), _trie.Value, endTokens);
            Add(key, grammar);
        }

        return _ => new GrammarCursor(grammar);
    }

    private CompiledGrammar? Find(string key)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var node))
            {
                return null;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            return node.Value.Grammar;
        }
    }

    private void Add(string key, CompiledGrammar grammar)
    {
        lock (_lock)
        {
            if (_byKey.ContainsKey(key))
            {
                return;
            }

            _byKey[key] = _order.AddFirst((key, grammar));
            if (_order.Count > GrammarLimits.Compiled)
            {
                _byKey.Remove(_order.Last!.Value.Key);
                _order.RemoveLast();
            }
        }
    }
}
