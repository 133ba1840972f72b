namespace KServe.Runtime.Generative.Grammars;

/// <summary>The tokens of a vocabulary in the order of their bytes, with what each shares with the one
/// before.</summary>
/// <remarks>Immutable. Walked from one end to the other it is a trie without nodes.</remarks>
internal sealed class TokenTrie
{
    private readonly byte[][] _bytes;
    private readonly int[] _tokens;
    private readonly int[] _shared;

    /// <summary>Builds the trie.</summary>
    /// <param name="vocabulary">The bytes of each token; empty for special tokens, which no text spells.</param>
    public TokenTrie(IReadOnlyList<byte[]> vocabulary)
    {
        VocabularySize = vocabulary.Count;
        _tokens = [.. Enumerable.Range(0, vocabulary.Count).Where(token => vocabulary[token].Length > 0)];
        _bytes = [.. _tokens.Select(token => vocabulary[token])];
        Array.Sort(_bytes, _tokens, Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)));
        _shared = new int[_bytes.Length];
        for (var i = 1; i < _bytes.Length; i++)
        {
            _shared[i] = _bytes[i - 1].AsSpan().CommonPrefixLength(_bytes[i]);
        }

        MaxLength = _bytes.Length == 0 ? 0 : _bytes.Max(static bytes => bytes.Length);
        Vocabulary = vocabulary;
        All = new ulong[WordCount];
        for (var token = 0; token < VocabularySize; token++)
        {
            All[token >> 6] |= 1UL << (token & 63);
        }
    }

    public int VocabularySize { get; }

    /// <summary>Gets the bytes of the longest token.</summary>
    public int MaxLength { get; }

    /// <summary>Gets every token.</summary>
    public ulong[] All { get; }

    /// <summary>Gets the bytes of each token.</summary>
    public IReadOnlyList<byte[]> Vocabulary { get; }

    /// <summary>Parts the tokens by whether they hold one of some bytes.</summary>
    public TokenSplit Split(bool[] bytes)
    {
        var without = new ulong[WordCount];
        List<int> with = [];
        for (var token = 0; token < VocabularySize; token++)
        {
            if (HasAny(Vocabulary[token], bytes))
            {
                with.Add(token);
            }
            else
            {
                without[token >> 6] |= 1UL << (token & 63);
            }
        }

        return new TokenSplit(without, [.. with]);
    }

    private int WordCount => (VocabularySize + 63) / 64;

    /// <summary>Finds the tokens that a grammar takes at a position in free text.</summary>
    /// <param name="automaton">The grammar.</param>
    /// <param name="position">The position.</param>
    /// <param name="split">The tokens by whether they hold a byte by which free text can be left.</param>
    public ulong[] FindAllowed(GrammarAutomaton automaton, GrammarPosition position, TokenSplit split)
    {
        var allowed = split.Without.AsSpan().ToArray();
        foreach (var token in split.With)
        {
            var reached = position;
            foreach (var value in Vocabulary[token])
            {
                reached = automaton.Step(reached, value);
            }

            if (!ReferenceEquals(reached, GrammarPosition.Dead))
            {
                allowed[token >> 6] |= 1UL << (token & 63);
            }
        }

        return allowed;
    }

    /// <summary>Finds the tokens that a grammar takes at a position.</summary>
    public ulong[] FindAllowed(GrammarAutomaton automaton, GrammarPosition position)
    {
        var allowed = new ulong[WordCount];
        var path = new GrammarPosition[MaxLength + 1];
        path[0] = position;

        // How many bytes of the token before could be followed.
        var reached = 0;
        for (var i = 0; i < _bytes.Length; i++)
        {
            if (_shared[i] > reached)
            {
                // It begins like one that cannot be followed.
                continue;
            }

            var bytes = _bytes[i];
            reached = _shared[i];
            while (reached < bytes.Length)
            {
                var next = automaton.Step(path[reached], bytes[reached]);
                if (ReferenceEquals(next, GrammarPosition.Dead))
                {
                    break;
                }

                path[++reached] = next;
            }

            if (reached == bytes.Length)
            {
                allowed[_tokens[i] >> 6] |= 1UL << (_tokens[i] & 63);
            }
        }

        return allowed;
    }

    private static bool HasAny(byte[] token, bool[] bytes)
    {
        foreach (var value in token)
        {
            if (bytes[value])
            {
                return true;
            }
        }

        return false;
    }
}
