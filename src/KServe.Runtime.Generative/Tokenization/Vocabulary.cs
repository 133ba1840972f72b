using System.Diagnostics.CodeAnalysis;

namespace KServe.Runtime.Generative.Tokenization;

/// <summary>The tokens of a model and their ids.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly string?[] _tokens;

    /// <summary>Creates a vocabulary of tokens by id.</summary>
    /// <param name="ids">The id of every token, none negative.</param>
    /// <param name="tokens">The token of every id; null where there is none.</param>
    public Vocabulary(Dictionary<string, int> ids, string?[] tokens)
    {
        _ids = ids;
        _lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _tokens = tokens;
    }

    /// <summary>Gets the highest id and one.</summary>
    public int Count => _tokens.Length;

    /// <summary>Gets the tokens and their ids.</summary>
    public IReadOnlyDictionary<string, int> Ids => _ids;

    /// <summary>Creates a vocabulary of tokens in the order of their ids; of equal tokens the first counts.</summary>
    public static Vocabulary FromList(IReadOnlyList<string> tokens)
    {
        var ids = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        for (var i = 0; i < tokens.Count; i++)
        {
            ids.TryAdd(tokens[i], i);
        }

        return new Vocabulary(ids, [.. tokens]);
    }

    /// <summary>Gets the id of a token.</summary>
    public bool TryGetId(ReadOnlySpan<char> token, out int id) => _lookup.TryGetValue(token, out id);

    /// <summary>Gets the token of an id.</summary>
    public bool TryGetToken(int id, [NotNullWhen(true)] out string? token)
    {
        token = (uint)id < (uint)_tokens.Length ? _tokens[id] : null;
        return token is not null;
    }

    /// <summary>Gets the ids of the tokens of bytes, such as &lt;0x0A&gt;; -1 where there is none.</summary>
    public int[] FindByteTokens()
    {
        var found = new int[256];
        for (var i = 0; i < 256; i++)
        {
            found[i] = TryGetId($"<0x{i:X2}>", out var id) ? id : -1;
        }

        return found;
    }
}
