using System.Globalization;
using System.Text;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>Reads a grammar of rules, <c>name ::= definition</c>.</summary>
/// <remarks>
/// Definitions are texts in quotes, classes in brackets, names of rules, groups in parentheses, alternatives behind
/// <c>|</c>, and repetitions by <c>*</c>, <c>+</c>, <c>?</c> and <c>{m,n}</c>; <c>#</c> begins a comment. The first
/// rule
/// is <c>root</c>. Source: the notation of llama.cpp's grammars, which XGrammar takes too.
/// </remarks>
internal sealed class EbnfParser
{
    private readonly string _text;
    private readonly Dictionary<string, GrammarNode> _rules = new(StringComparer.Ordinal);
    private int _position;
    private int _depth;

    private EbnfParser(string text) => _text = text;

    /// <summary>Reads a grammar.</summary>
    /// <exception cref="InferenceException">It is wrong; the message names the line.</exception>
    public static IReadOnlyDictionary<string, GrammarNode> Parse(string text)
    {
        var parser = new EbnfParser(text);
        parser.SkipSpace();
        while (parser._position < text.Length)
        {
            parser.ParseRule();
        }

        return parser._rules.Count > 0 ? parser._rules : throw GrammarLimits.Wrong("The grammar has no rules.");
    }

    private void ParseRule()
    {
        var name = ReadName() ?? throw Wrong("the name of a rule was expected");
        if (!SkipText("::="))
        {
            throw Wrong("'::=' was expected");
        }

        if (!_rules.TryAdd(name, ParseChoice()))
        {
            throw Wrong($"the rule '{name}' is given twice");
        }
    }

    private GrammarNode ParseChoice()
    {
        if (++_depth > GrammarLimits.Depth)
        {
            throw Wrong($"groups are nested deeper than {GrammarLimits.Depth}");
        }

        List<GrammarNode> options = [ParseSequence()];
        while (SkipText("|"))
        {
            options.Add(ParseSequence());
        }

        _depth--;
        return GrammarNode.Choice(options);
    }

    private GrammarNode ParseSequence()
    {
        List<GrammarNode> parts = [];
        while (TryParseAtom() is { } atom)
        {
            parts.Add(ParseRepetition(atom));
        }

        return GrammarNode.Sequence([.. parts]);
    }

    private GrammarNode ParseRepetition(GrammarNode node)
    {
        while (true)
        {
            if (SkipText("*"))
            {
                node = GrammarNode.Repeat(node, 0);
            }
            else if (SkipText("+"))
            {
                node = GrammarNode.Repeat(node, 1);
            }
            else if (SkipText("?"))
            {
                node = GrammarNode.Optional(node);
            }
            else if (SkipText("{"))
            {
                node = ParseBounds(node);
            }
            else
            {
                return node;
            }
        }
    }

    private GrammarNode ParseBounds(GrammarNode node)
    {
        var min = ReadNumber() ?? throw Wrong("a number was expected");
        int? max = min;
        if (SkipText(","))
        {
            max = ReadNumber();
        }

        return SkipText("}") && (max is null || max >= min)
            ? GrammarNode.Repeat(node, min, max)
            : throw Wrong("'}' behind bounds in order was expected");
    }

    private GrammarNode? TryParseAtom()
    {
        if (_position == _text.Length)
        {
            return null;
        }

        switch (_text[_position])
        {
            case '"':
                return ParseLiteral();
            case '[':
                return ParseClass();
            case '(':
                _position++;
                SkipSpace();
                var group = ParseChoice();
                return SkipText(")") ? group : throw Wrong("')' was expected");
            case '.':
                _position++;
                SkipSpace();
                return new ClassNode(RegexClasses.NewLine.Invert());
            default:
                return TryParseReference();
        }
    }

    /// <summary>Takes a name, unless it begins the next rule.</summary>
    private RuleNode? TryParseReference()
    {
        var start = _position;
        if (ReadName() is not { } name)
        {
            return null;
        }

        if (_text.AsSpan(_position).StartsWith("::="))
        {
            _position = start;
            return null;
        }

        return new RuleNode(name);
    }

    private GrammarNode ParseLiteral()
    {
        var text = new StringBuilder();
        _position++;
        while (true)
        {
            if (_position == _text.Length || _text[_position] == '\n')
            {
                throw Wrong("'\"' was expected");
            }

            if (_text[_position] == '"')
            {
                _position++;
                SkipSpace();
                return GrammarNode.Text(text.ToString());
            }

            text.Append(new Rune(ReadCharacter()).ToString());
        }
    }

    private ClassNode ParseClass()
    {
        _position++;
        var isInverted = _position < _text.Length && _text[_position] == '^';
        _position += isInverted ? 1 : 0;
        List<(int Low, int High)> ranges = [];
        while (true)
        {
            if (_position == _text.Length || _text[_position] == '\n')
            {
                throw Wrong("']' was expected");
            }

            if (_text[_position] == ']')
            {
                _position++;
                SkipSpace();
                var set = CodePointSet.Of(ranges);
                return new ClassNode(isInverted ? set.Invert() : set);
            }

            var low = ReadCharacter();
            var high = low;
            if (_position + 1 < _text.Length && _text[_position] == '-' && _text[_position + 1] != ']')
            {
                _position++;
                high = ReadCharacter();
            }

            ranges.Add(low <= high ? (low, high) : throw Wrong("the end of a range lies before its beginning"));
        }
    }

    private int ReadCharacter()
    {
        if (!Rune.TryGetRuneAt(_text, _position, out var rune))
        {
            throw Wrong("there is half a surrogate pair");
        }

        _position += rune.Utf16SequenceLength;
        if (rune.Value != '\\')
        {
            return rune.Value;
        }

        if (_position == _text.Length)
        {
            throw Wrong("an escape was expected");
        }

        return _text[_position++] switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'x' => ReadHex(2),
            'u' => ReadHex(4),
            'U' => ReadHex(8),
            var character and ('"' or '\\' or '[' or ']' or '-' or '^' or '/' or '\'') => character,
            _ => throw Wrong("the escape is not known"),
        };
    }

    private int ReadHex(int digits)
    {
        var part = _text.AsSpan(_position, Math.Min(digits, _text.Length - _position));
        if (part.Length < digits
            || !int.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || !Rune.IsValid(value))
        {
            throw Wrong("hexadecimal digits of a character were expected");
        }

        _position += digits;
        return value;
    }

    private int? ReadNumber()
    {
        var start = _position;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
        {
            _position++;
        }

        if (start == _position)
        {
            return null;
        }

        var isRead = int.TryParse(
            _text.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        SkipSpace();
        return isRead && number <= GrammarLimits.Repeat
            ? number
            : throw Wrong($"a repetition of more than {GrammarLimits.Repeat} times");
    }

    private string? ReadName()
    {
        var start = _position;
        while (_position < _text.Length
            && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is '-' or '_'))
        {
            _position++;
        }

        var name = _text[start.._position];
        SkipSpace();
        return name.Length > 0 ? name : null;
    }

    private bool SkipText(string text)
    {
        if (!_text.AsSpan(_position).StartsWith(text, StringComparison.Ordinal))
        {
            return false;
        }

        _position += text.Length;
        SkipSpace();
        return true;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && (char.IsWhiteSpace(_text[_position]) || _text[_position] == '#'))
        {
            if (_text[_position] == '#')
            {
                var end = _text.IndexOf('\n', _position);
                _position = end < 0 ? _text.Length : end;
            }
            else
            {
                _position++;
            }
        }
    }

    private InferenceException Wrong(string what) => GrammarLimits.Wrong(
        $"The grammar is wrong in line {_text.AsSpan(0, Math.Min(_position, _text.Length)).Count('\n') + 1}: {what}.");
}
