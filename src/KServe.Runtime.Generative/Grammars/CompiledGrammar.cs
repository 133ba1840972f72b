namespace KServe.Runtime.Generative.Grammars;

/// <summary>A grammar over the tokens of one vocabulary, with all masks that were computed so far.</summary>
/// <remarks>Not safe for concurrent use: an engine's step loop owns it.</remarks>
internal sealed class CompiledGrammar
{
    private readonly TokenTrie _trie;
    private readonly IReadOnlyList<int> _endTokens;
    private readonly GrammarAutomaton _automaton;
    private readonly TokenSplit? _split;
    private long _maskBytes;

    public CompiledGrammar(ByteGraph graph, TokenTrie trie, IReadOnlyList<int> endTokens)
    {
        _trie = trie;
        _endTokens = endTokens;
        _automaton = new GrammarAutomaton(graph);
        _split = graph.FindLeavingBytes() is { } leaving ? trie.Split(leaving) : null;
    }

    /// <summary>Gets how often everything was forgotten: positions from before must be taken over.</summary>
    public int Generation { get; private set; }

    public GrammarPosition Start => _automaton.Start;

    public GrammarFrames Frames => _automaton.Frames;

    /// <summary>Gets the mask where every token may follow: free text has it nearly everywhere.</summary>
    public ulong[] All => _trie.All;

    /// <summary>Gets the tokens that may follow: those of the grammar, and the end where the text is
    /// complete.</summary>
    /// <returns>The mask; <see cref="All"/> itself when nothing is forbidden.</returns>
    public ulong[] GetMask(GrammarPosition position)
    {
        if (position.Mask is { } known)
        {
            return known;
        }

        var mask = position.IsFree && _split is { } split
            ? _trie.FindAllowed(_automaton, position, split)
            : _trie.FindAllowed(_automaton, position);
        if (position.IsComplete)
        {
            foreach (var token in _endTokens)
            {
                mask[token >> 6] |= 1UL << (token & 63);
            }
        }

        if (mask.AsSpan().SequenceEqual(All))
        {
            position.Mask = All;
            return All;
        }

        position.Mask = mask;
        _maskBytes += mask.Length * sizeof(ulong);
        return mask;
    }

    /// <summary>Gets the position behind a token; <see cref="GrammarPosition.Dead"/> when it does not fit.</summary>
    public GrammarPosition Accept(GrammarPosition position, int token)
    {
        foreach (var value in _trie.Vocabulary[token])
        {
            position = _automaton.Step(position, value);
        }

        return position;
    }

    /// <summary>Keeps what is remembered within its bounds.</summary>
    public void Trim()
    {
        if (_automaton.TryForget(_maskBytes))
        {
            _maskBytes = 0;
            Generation++;
        }
    }

    /// <summary>Takes over a position from before the last forgetting.</summary>
    public GrammarPosition Adopt(GrammarPosition position, GrammarFrames frames) => _automaton.Adopt(position, frames);
}
