using System.Diagnostics.CodeAnalysis;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization;

/// <summary>The added tokens of a tokenizer.</summary>
internal sealed class AddedVocabulary
{
    private readonly Dictionary<int, AddedToken> _byId = [];
    private readonly Dictionary<string, AddedToken> _byContent = new(StringComparer.Ordinal);
    private readonly HashSet<string> _special = new(StringComparer.Ordinal);

    /// <summary>Creates the vocabulary; of tokens with one content the last counts.</summary>
    public AddedVocabulary(TokenizerParts parts)
    {
        foreach (var token in parts.Added)
        {
            _byId[token.Id] = token;
            _byContent[token.Content] = token;
            if (token.Special)
            {
                _special.Add(token.Content);
            }

            HighestId = Math.Max(HighestId, token.Id);
        }

        var scratch = new AlignedText();
        List<(AddedToken, string)> raw = [];
        List<(AddedToken, string)> normalized = [];
        foreach (var token in _byId.Values)
        {
            if (!token.Normalized)
            {
                raw.Add((token, token.Content));
                continue;
            }

            scratch.Load(token.Content, 0, tracks: false);
            parts.Normalizer?.Apply(scratch);
            normalized.Add((token, scratch.Span.ToString()));
        }

        Raw = raw.Count > 0 ? new AddedTokenMatcher(raw) : null;
        Normalized = normalized.Count > 0 ? new AddedTokenMatcher(normalized) : null;
    }

    /// <summary>Gets the highest id, or -1.</summary>
    public int HighestId { get; } = -1;

    /// <summary>Gets what finds tokens in text as it came.</summary>
    public AddedTokenMatcher? Raw { get; }

    /// <summary>Gets what finds tokens in normalized text.</summary>
    public AddedTokenMatcher? Normalized { get; }

    /// <summary>Gets the special tokens.</summary>
    public IEnumerable<AddedToken> Special => _byId.Values.Where(token => token.Special);

    /// <summary>Gets the token of an id.</summary>
    public bool TryGet(int id, [NotNullWhen(true)] out AddedToken? token) => _byId.TryGetValue(id, out token);

    /// <summary>Gets the token of a text.</summary>
    public bool TryGet(string content, [NotNullWhen(true)] out AddedToken? token) =>
        _byContent.TryGetValue(content, out token);

    /// <summary>Tells whether a token's text is special.</summary>
    public bool IsSpecial(string token) => _special.Contains(token);
}
