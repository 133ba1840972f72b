using System.Globalization;
using System.Text;

namespace KServe.Runtime.Generative.Templates.Syntax;

/// <content>Numbers and texts.</content>
internal sealed partial class TemplateLexer
{
    private void ReadNumber()
    {
        var end = RunEnd(static x => char.IsAsciiDigit(x) || x == '_');
        var kind = TokenKind.Integer;
        if (end + 1 < _source.Length && _source[end] == '.' && char.IsAsciiDigit(_source[end + 1]))
        {
            kind = TokenKind.Float;
            for (end++; end < _source.Length && char.IsAsciiDigit(_source[end]); end++)
            {
            }
        }

        if (end < _source.Length && _source[end] is 'e' or 'E')
        {
            var digits = end + 1 + (end + 1 < _source.Length && _source[end + 1] is '+' or '-' ? 1 : 0);
            if (digits < _source.Length && char.IsAsciiDigit(_source[digits]))
            {
                kind = TokenKind.Float;
                for (end = digits; end < _source.Length && char.IsAsciiDigit(_source[end]); end++)
                {
                }
            }
        }

        Add(kind, end);
    }

    private void ReadText(char quote)
    {
        var line = _line;
        var text = new StringBuilder();
        for (_at++; _at < _source.Length && _source[_at] != quote; _at++)
        {
            _line += _source[_at] == '\n' ? 1 : 0;
            if (_source[_at] == '\\' && _at + 1 < _source.Length)
            {
                _at++;
                ReadEscape(text);
            }
            else
            {
                text.Append(_source[_at]);
            }
        }

        if (_at >= _source.Length)
        {
            throw Error(line, "a text has no closing quote");
        }

        _at++;
        _tokens.Add(new Token(TokenKind.Text, text.ToString(), line));
    }

    private void ReadEscape(StringBuilder text)
    {
        var c = _source[_at];
        var digits = c switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if (digits > 0)
        {
            var hex = _source.AsSpan(_at + 1, Math.Min(digits, _source.Length - _at - 1));
            if (hex.Length < digits || !int.TryParse(hex, NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture, out var value) || !Rune.IsValid(value))
            {
                throw Error(_line, $"\\{c} must be followed by {digits} digits of a character");
            }

            text.Append(new Rune(value).ToString());
            _at += digits;
            return;
        }

        _ = c switch
        {
            'n' => text.Append('\n'),
            't' => text.Append('\t'),
            'r' => text.Append('\r'),
            '0' => text.Append('\0'),
            'a' => text.Append('\a'),
            'b' => text.Append('\b'),
            'f' => text.Append('\f'),
            'v' => text.Append('\v'),
            '\n' => text,
            '\\' or '\'' or '"' => text.Append(c),
            _ => text.Append('\\').Append(c),
        };
    }
}
