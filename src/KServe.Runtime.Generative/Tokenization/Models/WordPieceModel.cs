using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>The longest token at the start of a word, then the longest that goes on, and so forth.</summary>
/// <remarks>Wu et al., "Google's Neural Machine Translation System", 2016; the greedy search of BERT.</remarks>
internal sealed class WordPieceModel : TokenizerModel
{
    private readonly CharTrie _trie;
    private readonly int _continuation = CharTrie.Root;
    private readonly int _unknownId;
    private readonly int _longestWord;

    /// <summary>Creates a model.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="unknownId">The token of a word that cannot be put together.</param>
    /// <param name="continuingPrefix">What stands in front of tokens that go on.</param>
    /// <param name="longestWord">The most characters of a word that is looked at.</param>
    public WordPieceModel(Vocabulary vocabulary, int unknownId, string continuingPrefix, int longestWord)
        : base(vocabulary)
    {
        _trie = CharTrie.Build([.. vocabulary.Ids.Select(entry => (entry.Key, entry.Value))]);
        _unknownId = unknownId;
        _longestWord = longestWord;
        foreach (var c in continuingPrefix)
        {
            _continuation = _continuation < 0 ? -1 : _trie.Step(_continuation, c);
        }
    }

    /// <inheritdoc/>
    public override void Tokenize(ReadOnlySpan<char> word, int origin, TokenBuffer output)
    {
        if (word.Length > _longestWord && CodePoints.Count(word) > _longestWord)
        {
            output.Add(_unknownId, origin, origin + word.Length);
            return;
        }

        var symbols = output.Merges;
        symbols.Clear();
        for (var at = 0; at < word.Length;)
        {
            if (!TryFindLongest(word, at, out var end, out var id))
            {
                output.Add(_unknownId, origin, origin + word.Length);
                return;
            }

            symbols.Add(id, at, end);
            at = end;
        }

        for (var i = 0; i < symbols.Count; i++)
        {
            output.Add(symbols.Id(i), origin + symbols.Start(i), origin + symbols.End(i));
        }
    }

    private bool TryFindLongest(ReadOnlySpan<char> word, int at, out int end, out int id)
    {
        (end, id) = (at, -1);
        var node = at == 0 ? CharTrie.Root : _continuation;
        for (var i = at; i < word.Length && node >= 0;)
        {
            node = _trie.Step(node, word[i++]);
            if (node >= 0 && _trie.Value(node) >= 0)
            {
                (end, id) = (i, _trie.Value(node));
            }
        }

        return id >= 0;
    }
}
