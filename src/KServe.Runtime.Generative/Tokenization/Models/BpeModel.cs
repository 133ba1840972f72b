using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Models;

/// <summary>Byte-pair encoding: characters, merged by rank.</summary>
/// <remarks>Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units", 2016.</remarks>
internal sealed class BpeModel : TokenizerModel
{
    private readonly Dictionary<ulong, (int Rank, int Id)> _merges;
    private readonly BpeOptions _options;
    private readonly int[] _byteTokens;
    private readonly WordCache _cache = new();

    /// <summary>Creates a model.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="merges">Rank and result of the pairs, by <see cref="BpeRule.Key"/>.</param>
    /// <param name="options">How words are treated.</param>
    public BpeModel(Vocabulary vocabulary, Dictionary<ulong, (int Rank, int Id)> merges, BpeOptions options)
        : base(vocabulary)
    {
        _merges = merges;
        _options = options;
        _byteTokens = vocabulary.FindByteTokens();
    }

    /// <inheritdoc/>
    public override void Tokenize(ReadOnlySpan<char> word, int origin, TokenBuffer output)
    {
        if (_options.IgnoreMerges && Vocabulary.TryGetId(word, out var whole))
        {
            output.Add(whole, origin, origin + word.Length);
            return;
        }

        if (_cache.TryAdd(word, origin, output))
        {
            return;
        }

        var symbols = output.Merges;
        symbols.Clear();
        Split(word, symbols);
        symbols.Merge(new BpeRule(_merges));
        var from = output.Count;
        for (var at = 0; at < symbols.Count; at = symbols.Next(at))
        {
            output.Add(symbols.Id(at), origin + symbols.Start(at), origin + symbols.End(at));
        }

        _cache.Keep(word, origin, output, from);
    }

    /// <inheritdoc/>
    /// <remarks>A character that is a token itself is merged with others, and never dropped or unknown.</remarks>
    public override TokenWeights? Weigh() =>
        _options.ContinuingPrefix.Length + _options.EndOfWordSuffix.Length > 0
            ? null
            : TokenWeights.Of(Vocabulary, unit => Vocabulary.TryGetId([unit], out _));

    private void Split(ReadOnlySpan<char> word, MergeWorkspace symbols)
    {
        var unknownStart = -1;
        var unknownEnd = -1;
        for (var at = 0; at < word.Length;)
        {
            var next = at + CodePoints.LengthAt(word, at);
            if (TryGetSymbol(word, at, next, out var id))
            {
                AddUnknown(symbols, ref unknownStart, unknownEnd);
                symbols.Add(id, at, next);
            }
            else if (!(_options.ByteFallback && TryAddBytes(word[at..next], at, next, symbols)))
            {
                if (!_options.FuseUnknown)
                {
                    AddUnknown(symbols, ref unknownStart, unknownEnd);
                }

                unknownStart = unknownStart < 0 ? at : unknownStart;
                unknownEnd = next;
            }

            at = next;
        }

        AddUnknown(symbols, ref unknownStart, unknownEnd);
    }

    private void AddUnknown(MergeWorkspace symbols, ref int start, int end)
    {
        if (start >= 0 && _options.UnknownId is { } id)
        {
            symbols.Add(id, start, end);
        }

        start = -1;
    }

    private bool TryGetSymbol(ReadOnlySpan<char> word, int start, int end, out int id)
    {
        var prefix = start > 0 ? _options.ContinuingPrefix : "";
        var suffix = end == word.Length ? _options.EndOfWordSuffix : "";
        return prefix.Length + suffix.Length == 0
            ? Vocabulary.TryGetId(word[start..end], out id)
            : Vocabulary.TryGetId(string.Concat(prefix, word[start..end], suffix), out id);
    }

    private bool TryAddBytes(ReadOnlySpan<char> character, int start, int end, MergeWorkspace symbols)
    {
        Span<byte> utf8 = stackalloc byte[4];
        utf8 = utf8[..System.Text.Encoding.UTF8.GetBytes(character, utf8)];
        foreach (var value in utf8)
        {
            if (_byteTokens[value] < 0)
            {
                return false;
            }
        }

        foreach (var value in utf8)
        {
            symbols.Add(_byteTokens[value], start, end);
        }

        return true;
    }
}
