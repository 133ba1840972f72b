using System.Text;

namespace KServe.Graphs;

/// <summary>A pattern with <c>*</c> for any characters and <c>?</c> for one.</summary>
/// <remarks>Immutable. A backslash makes the next character a plain one.</remarks>
internal sealed class GlobPattern
{
    private const short AnyOne = 256;
    private const short AnyMany = 257;

    private readonly short[] _tokens;

    private GlobPattern(short[] tokens) => _tokens = tokens;

    public static GlobPattern Parse(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        List<short> tokens = [];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\\' && i + 1 < bytes.Length)
            {
                tokens.Add(bytes[++i]);
                continue;
            }

            var token = bytes[i] switch
            {
                (byte)'*' => AnyMany,
                (byte)'?' => AnyOne,
                var other => (short)other,
            };
            if (token != AnyMany || tokens.Count == 0 || tokens[^1] != AnyMany)
            {
                tokens.Add(token);
            }
        }

        return new GlobPattern([.. tokens]);
    }

    /// <summary>Matches a whole text in UTF-8.</summary>
    /// <remarks>Only the last star is ever tried again: an earlier one can stay where it first fitted.</remarks>
    public bool IsMatch(ReadOnlySpan<byte> text, ref ConditionBudget budget)
    {
        var (at, token) = (0, 0);
        var (starAt, starToken) = (0, -1);
        while (at < text.Length)
        {
            budget.Spend(1);
            if (token < _tokens.Length && _tokens[token] == AnyMany)
            {
                (starAt, starToken) = (at, token++);
            }
            else if (token < _tokens.Length && _tokens[token] == AnyOne)
            {
                at += CharacterLength(text[at..]);
                token++;
            }
            else if (token < _tokens.Length && _tokens[token] == text[at])
            {
                at++;
                token++;
            }
            else if (starToken >= 0)
            {
                starAt += CharacterLength(text[starAt..]);
                (at, token) = (starAt, starToken + 1);
            }
            else
            {
                return false;
            }
        }

        while (token < _tokens.Length && _tokens[token] == AnyMany)
        {
            token++;
        }

        return token == _tokens.Length;
    }

    private static int CharacterLength(ReadOnlySpan<byte> text)
    {
        _ = Rune.DecodeFromUtf8(text, out _, out var length);
        return length;
    }
}
