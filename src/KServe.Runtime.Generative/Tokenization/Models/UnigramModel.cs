using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>The tokens whose scores add up to the most.</summary>
/// <remarks>
/// Kudo, "Subword Regularization", 2018; the Viterbi algorithm over a trie. Work grows with the text times the longest
/// token.
/// </remarks>
internal sealed class UnigramModel : TokenizerModel
{
    private const double UnknownPenalty = 10;
    private readonly CharTrie _trie;
    private readonly double[] _scores;
    private readonly int? _unknownId;
    private readonly double _unknownScore;
    private readonly int[]? _byteTokens;

    /// <summary>Creates a model.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="tokens">The tokens in the order of their ids.</param>
    /// <param name="scores">Their scores.</param>
    /// <param name="unknownId">The token of characters that are in no token.</param>
    /// <param name="byteFallback">Whether such characters become tokens of their bytes.</param>
    public UnigramModel(
        Vocabulary vocabulary,
        IReadOnlyList<string> tokens,
        double[] scores,
        int? unknownId,
        bool byteFallback)
        : base(vocabulary)
    {
        var entries = new List<(string Text, int Value)>(tokens.Count);
        var lowest = double.PositiveInfinity;
        for (var i = 0; i < tokens.Count; i++)
        {
            lowest = Math.Min(lowest, scores[i]);
            if (tokens[i].Length > 0)
            {
                entries.Add((tokens[i], i));
            }
        }

        _trie = CharTrie.Build(entries);
        _scores = scores;
        _unknownId = unknownId;
        _unknownScore = lowest - UnknownPenalty;
        _byteTokens = byteFallback ? vocabulary.FindByteTokens() : null;
    }

    /// <inheritdoc/>
    public override void Tokenize(ReadOnlySpan<char> word, int origin, TokenBuffer output)
    {
        var lattice = output.Lattice;
        lattice.Reset(word.Length);
        for (var at = 0; at < word.Length; at += CodePoints.LengthAt(word, at))
        {
            Extend(word, at, lattice);
        }

        // The way is found from its end; its places are noted in order, the unknown ones side by side made one.
        var symbols = output.Merges;
        symbols.Clear();
        for (var end = word.Length; end > 0; end = lattice.Start(end))
        {
            symbols.Add(lattice.Id(end), lattice.Start(end), end);
        }

        for (var i = symbols.Count - 1; i >= 0; i--)
        {
            var (id, start, end) = (symbols.Id(i), symbols.Start(i), symbols.End(i));
            if (id != _unknownId)
            {
                output.Add(id, origin + start, origin + end);
                continue;
            }

            for (; i > 0 && symbols.Id(i - 1) == _unknownId; i--)
            {
                end = symbols.End(i - 1);
            }

            AddUnknown(word, start, end, origin, output);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Only characters that are no tokens themselves are unknown, and only the unknown token takes any number
    /// of characters: those that spell it count as unknown.</remarks>
    public override TokenWeights Weigh()
    {
        var unknown = _unknownId is { } id && Vocabulary.TryGetToken(id, out var token) ? token : "";
        return TokenWeights.Of(
            Vocabulary,
            unit => !unknown.Contains(unit, StringComparison.Ordinal) && _trie.Step(CharTrie.Root, unit) is var node
                && node >= 0 && _trie.Value(node) >= 0);
    }

    private void Extend(ReadOnlySpan<char> word, int at, LatticeWorkspace lattice)
    {
        var score = lattice.Score(at);
        var single = at + CodePoints.LengthAt(word, at);
        var covered = false;
        var node = CharTrie.Root;
        for (var end = at; end < word.Length;)
        {
            node = _trie.Step(node, word[end++]);
            if (node < 0)
            {
                break;
            }

            var id = _trie.Value(node);
            if (id >= 0)
            {
                lattice.Offer(at, end, id, score + _scores[id]);
                covered |= end == single;
            }
        }

        if (!covered)
        {
            lattice.Offer(at, single, _unknownId ?? -1, score + _unknownScore);
        }
    }

    private void AddUnknown(ReadOnlySpan<char> word, int start, int end, int origin, TokenBuffer output)
    {
        var text = word[start..end];

        // A run of unknown characters may itself be a token, whose score was lower than theirs.
        if (Vocabulary.TryGetId(text, out var known))
        {
            output.Add(known, origin + start, origin + end);
            return;
        }

        if (_byteTokens is not null && TryAddBytes(text, origin + start, origin + end, output))
        {
            return;
        }

        var unknown = _unknownId ?? throw InferenceException.InvalidArgument(
            "the text holds a character that the tokenizer has no token for, and model.unk_id is not set");
        output.Add(unknown, origin + start, origin + end, text);
    }

    private bool TryAddBytes(ReadOnlySpan<char> text, int start, int end, TokenBuffer output)
    {
        var utf8 = new byte[System.Text.Encoding.UTF8.GetByteCount(text)];
        System.Text.Encoding.UTF8.GetBytes(text, utf8);
        if (Array.Exists(utf8, value => _byteTokens![value] < 0))
        {
            return false;
        }

        foreach (var value in utf8)
        {
            output.Add(_byteTokens![value], start, end);
        }

        return true;
    }
}
