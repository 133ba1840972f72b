using System.Buffers;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization;

/// <summary>Finds added tokens in text: the leftmost, and of those the longest.</summary>
/// <remarks>Work grows with the text, times the longest token where tokens begin.</remarks>
internal sealed class AddedTokenMatcher
{
    private readonly AddedToken[] _tokens;
    private readonly CharTrie _trie;
    private readonly SearchValues<char> _firsts;

    /// <summary>Creates a matcher.</summary>
    /// <param name="tokens">The tokens, and the text by which each is found.</param>
    public AddedTokenMatcher(IReadOnlyList<(AddedToken Token, string Pattern)> tokens)
    {
        _tokens = [.. tokens.Select(entry => entry.Token)];
        _trie = CharTrie.Build([.. tokens.Select((entry, i) => (entry.Pattern, i)).Where(e => e.Pattern.Length > 0)]);
        var patterns = tokens.Select(entry => entry.Pattern).Where(pattern => pattern.Length > 0);
        _firsts = SearchValues.Create([.. patterns.Select(pattern => pattern[0]).Distinct()]);
    }

    /// <summary>Finds the next token.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where the search goes on.</param>
    /// <param name="floor">Where the last token ended, white space of its counted.</param>
    /// <param name="match">The place of the token, white space of its counted.</param>
    /// <param name="resume">Where the next search goes on.</param>
    /// <returns>The token, or null.</returns>
    public AddedToken? Next(ReadOnlySpan<char> text, int from, int floor, out TextRange match, out int resume)
    {
        for (var at = from; at < text.Length;)
        {
            var skip = text[at..].IndexOfAny(_firsts);
            if (skip < 0)
            {
                break;
            }

            at += skip;
            if (!TryMatch(text, at, out var token, out var end))
            {
                at++;
                continue;
            }

            resume = end;
            if (token.SingleWord && TouchesWord(text, at, end))
            {
                at = end;
                continue;
            }

            match = Widen(text, token, at, end, floor);
            return token;
        }

        match = default;
        resume = text.Length;
        return null;
    }

    private static TextRange Widen(ReadOnlySpan<char> text, AddedToken token, int start, int end, int floor)
    {
        if (token.StripsLeft)
        {
            while (start > floor && char.IsWhiteSpace(text[start - 1]))
            {
                start--;
            }
        }

        if (token.StripsRight)
        {
            while (end < text.Length && char.IsWhiteSpace(text[end]))
            {
                end++;
            }
        }

        return new TextRange(Math.Max(start, floor), end);
    }

    private static bool TouchesWord(ReadOnlySpan<char> text, int start, int end) =>
        (start > 0 && CodePoints.IsWord(CodePoints.Before(text, start)))
        || (end < text.Length && CodePoints.IsWord(CodePoints.At(text, end)));

    private bool TryMatch(ReadOnlySpan<char> text, int at, out AddedToken token, out int end)
    {
        var found = -1;
        end = at;
        var node = CharTrie.Root;
        for (var i = at; i < text.Length;)
        {
            node = _trie.Step(node, text[i++]);
            if (node < 0)
            {
                break;
            }

            if (_trie.Value(node) >= 0)
            {
                (found, end) = (_trie.Value(node), i);
            }
        }

        token = found < 0 ? null! : _tokens[found];
        return found >= 0;
    }
}
