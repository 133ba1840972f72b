namespace KServe.Runtime.Generative.Templates.Syntax;

/// <summary>Cuts a template into its parts, with the blanks around tags dropped as transformers sets them.</summary>
/// <remarks>
/// Both trim_blocks (the line end behind a statement goes) and lstrip_blocks (the blanks in front of a statement that
/// begins a line go) hold.
/// </remarks>
internal sealed partial class TemplateLexer
{
    private static readonly string[] Symbols =
    [
        "//", "**", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", ".", ",", ":", "|", "(", ")",
        "[", "]", "{", "}",
    ];

    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;

    private TemplateLexer(string source)
    {
        source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        _source = source.EndsWith('\n') ? source[..^1] : source;
    }

    /// <summary>Cuts a template.</summary>
    public static List<Token> Read(string source)
    {
        var lexer = new TemplateLexer(source);
        lexer.ReadAll();
        return lexer._tokens;
    }

    /// <summary>Creates the error of a line.</summary>
    public static InferenceException Error(int line, string reason) =>
        InferenceException.InvalidArgument($"chat template, line {line}: {reason}");

    private void ReadAll()
    {
        while (_at < _source.Length)
        {
            var tag = NextTag(_at);
            if (tag < 0)
            {
                AddData(_at, _source.Length);
                _at = _source.Length;
                break;
            }

            var sign = tag + 2 < _source.Length ? _source[tag + 2] : '\0';
            AddData(_at, TrimBefore(_at, tag, sign));
            _line += Count(_at, tag);
            _at = tag + 2 + (sign is '-' or '+' ? 1 : 0);
            switch (_source[tag + 1])
            {
                case '#':
                    SkipComment();
                    break;
                case '%' when TrySkipWord("raw", trims: false):
                    ReadRaw();
                    break;
                case '%':
                    ReadTag(TokenKind.BlockBegin, TokenKind.BlockEnd, "%}");
                    break;
                default:
                    ReadTag(TokenKind.VariableBegin, TokenKind.VariableEnd, "}}");
                    break;
            }
        }

        _tokens.Add(new Token(TokenKind.End, "", _line));
    }

    private int NextTag(int from)
    {
        for (var at = from; ; at++)
        {
            at = _source.IndexOf('{', at);
            if (at < 0 || at + 1 >= _source.Length)
            {
                return -1;
            }

            if (_source[at + 1] is '{' or '%' or '#')
            {
                return at;
            }
        }
    }

    private int TrimBefore(int from, int tag, char sign)
    {
        var end = tag;
        if (sign == '-')
        {
            while (end > from && char.IsWhiteSpace(_source[end - 1]))
            {
                end--;
            }
        }
        else if (sign != '+' && _source[tag + 1] != '{')
        {
            while (end > from && _source[end - 1] != '\n' && char.IsWhiteSpace(_source[end - 1]))
            {
                end--;
            }

            var beginsLine = end == 0 || _source[end - 1] == '\n';
            return beginsLine ? end : tag;
        }

        return end;
    }

    private void AddData(int from, int to)
    {
        if (to > from)
        {
            _tokens.Add(new Token(TokenKind.Data, _source[from..to], _line));
        }
    }

    private void SkipComment()
    {
        var end = _source.IndexOf("#}", _at, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Error(_line, "a comment has no end");
        }

        _line += Count(_at, end);
        var sign = end > _at ? _source[end - 1] : '\0';
        _at = end + 2;
        TrimAfter(sign, isBlock: true);
    }

    private bool TrySkipWord(string word, bool trims)
    {
        var at = SkipSpace(_at);
        if (!_source.AsSpan(at).StartsWith(word, StringComparison.Ordinal))
        {
            return false;
        }

        at = SkipSpace(at + word.Length);
        var sign = at < _source.Length && _source[at] is '-' or '+' ? _source[at++] : '\0';
        if (!_source.AsSpan(at).StartsWith("%}", StringComparison.Ordinal))
        {
            return false;
        }

        _line += Count(_at, at);
        _at = at + 2;

        // the line end behind raw belongs to its text
        TrimAfter(sign, isBlock: trims);
        return true;
    }

    private void ReadRaw()
    {
        var start = _at;
        var line = _line;
        for (var tag = start; ; tag += 2)
        {
            tag = _source.IndexOf("{%", tag, StringComparison.Ordinal);
            if (tag < 0)
            {
                throw Error(line, "raw has no endraw");
            }

            var sign = tag + 2 < _source.Length ? _source[tag + 2] : '\0';
            _at = tag + 2 + (sign is '-' or '+' ? 1 : 0);
            _line = line + Count(start, tag);
            if (TrySkipWord("endraw", trims: true))
            {
                var end = TrimBefore(start, tag, sign);
                if (end > start)
                {
                    _tokens.Add(new Token(TokenKind.Data, _source[start..end], line));
                }

                return;
            }
        }
    }

    private void ReadTag(TokenKind begin, TokenKind end, string close)
    {
        _tokens.Add(new Token(begin, "", _line));
        var depth = 0;
        while (true)
        {
            var next = SkipSpace(_at);
            _line += Count(_at, next);
            _at = next;
            if (_at >= _source.Length)
            {
                throw Error(_line, $"a tag has no {close}");
            }

            if (depth == 0 && TryClose(end, close))
            {
                return;
            }

            ReadToken();
            depth += _tokens[^1].Kind != TokenKind.Symbol ? 0 : _tokens[^1].Text switch
            {
                "(" or "[" or "{" => 1,
                ")" or "]" or "}" => -1,
                _ => 0,
            };
        }
    }

    private bool TryClose(TokenKind end, string close)
    {
        var sign = _source[_at] is '-' or '+' && end == TokenKind.BlockEnd || _source[_at] == '-' ? _source[_at] : '\0';
        var at = sign == '\0' ? _at : _at + 1;
        if (!_source.AsSpan(at).StartsWith(close, StringComparison.Ordinal))
        {
            return false;
        }

        _tokens.Add(new Token(end, "", _line));
        _at = at + 2;
        TrimAfter(sign, isBlock: end == TokenKind.BlockEnd);
        return true;
    }

    private void TrimAfter(char sign, bool isBlock)
    {
        var start = _at;
        if (sign == '-')
        {
            _at = SkipSpace(_at);
        }
        else if (isBlock && sign != '+' && _at < _source.Length && _source[_at] == '\n')
        {
            _at++;
        }

        _line += Count(start, _at);
    }

    private void ReadToken()
    {
        var c = _source[_at];
        if (char.IsLetter(c) || c == '_')
        {
            Add(TokenKind.Name, RunEnd(static x => char.IsLetterOrDigit(x) || x == '_'));
        }
        else if (char.IsAsciiDigit(c))
        {
            ReadNumber();
        }
        else if (c is '"' or '\'')
        {
            ReadText(c);
        }
        else
        {
            foreach (var symbol in Symbols)
            {
                if (string.CompareOrdinal(_source, _at, symbol, 0, symbol.Length) == 0)
                {
                    Add(TokenKind.Symbol, _at + symbol.Length);
                    return;
                }
            }

            throw Error(_line, $"'{c}' is not expected here");
        }
    }

    private void Add(TokenKind kind, int end)
    {
        _tokens.Add(new Token(kind, _source[_at..end], _line));
        _at = end;
    }

    private int RunEnd(Func<char, bool> isMember)
    {
        var end = _at;
        while (end < _source.Length && isMember(_source[end]))
        {
            end++;
        }

        return end;
    }

    private int SkipSpace(int at)
    {
        while (at < _source.Length && char.IsWhiteSpace(_source[at]))
        {
            at++;
        }

        return at;
    }

    private int Count(int from, int to) => _source.AsSpan(from, to - from).Count('\n');
}
