using System.Globalization;
using System.Text;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>Reads a regular expression that a text has to match as a whole.</summary>
/// <remarks>
/// What describes a regular language over characters is taken: literals, classes, groups, alternatives and repetitions,
/// whether greedy or lazy. Back references, look-around and word borders are not, and are refused by name.
/// </remarks>
internal sealed class RegexParser
{
    private readonly int[] _text;
    private int _position;
    private int _depth;

    private readonly Func<CodePointSet, GrammarNode> _toNode;

    private RegexParser(string pattern, Func<CodePointSet, GrammarNode> toNode)
    {
        _text = [.. pattern.EnumerateRunes().Select(static rune => rune.Value)];
        _toNode = toNode;
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="toNode">Spells a character of a class; as it is when left out.</param>
    /// <exception cref="InferenceException">It is wrong or not supported; the message names the place.</exception>
    public static GrammarNode Parse(string pattern, Func<CodePointSet, GrammarNode>? toNode = null)
    {
        var parser = new RegexParser(pattern, toNode ?? (static set => new ClassNode(set)));
        parser.Skip('^');
        var node = parser.ParseChoice();
        return parser._position == parser._text.Length ? node : throw parser.Wrong("')' without '('");
    }

    private GrammarNode ParseChoice()
    {
        if (++_depth > GrammarLimits.Depth)
        {
            throw Wrong($"groups nested deeper than {GrammarLimits.Depth}");
        }

        List<GrammarNode> options = [ParseSequence()];
        while (Skip('|'))
        {
            options.Add(ParseSequence());
        }

        _depth--;
        return GrammarNode.Choice(options);
    }

    private GrammarNode ParseSequence()
    {
        List<GrammarNode> parts = [];
        while (_position < _text.Length && _text[_position] is not ('|' or ')'))
        {
            if (_text[_position] == '$')
            {
                _position++;
                return _position == _text.Length || _text[_position] is '|' or ')'
                    ? GrammarNode.Sequence([.. parts])
                    : throw Wrong("'$' before the end");
            }

            parts.Add(ParseRepeated());
        }

        return GrammarNode.Sequence([.. parts]);
    }

    private GrammarNode ParseRepeated()
    {
        var node = ParseAtom();
        while (_position < _text.Length)
        {
            switch (_text[_position])
            {
                case '*':
                    node = GrammarNode.Repeat(node, 0);
                    break;
                case '+':
                    node = GrammarNode.Repeat(node, 1);
                    break;
                case '?':
                    node = GrammarNode.Optional(node);
                    break;
                case '{' when TryReadBounds(out var min, out var max):
                    node = GrammarNode.Repeat(node, min, max);
                    _position--;
                    break;
                default:
                    return node;
            }

            _position++;

            // Lazy or not: the texts are the same. A possessive one would match fewer.
            if (!Skip('?') && _position < _text.Length && _text[_position] == '+')
            {
                throw Wrong("a possessive repetition");
            }
        }

        return node;
    }

    private GrammarNode ParseAtom()
    {
        var character = _text[_position++];
        switch (character)
        {
            case '(':
                return ParseGroup();
            case '[':
                return _toNode(ParseClass());
            case '.':
                return _toNode(RegexClasses.NewLine.Invert());
            case '\\':
                return ParseEscape();
            case '*' or '+' or '?':
                _position--;
                throw Wrong("a repetition of nothing");
            case '^':
                _position--;
                throw Wrong("'^' behind the beginning");
            default:
                return Character(character);
        }
    }

    private GrammarNode ParseGroup()
    {
        if (Skip('?'))
        {
            if (Skip('P') || Peek() == '<' && PeekNext() is not ('=' or '!'))
            {
                if (!Skip('<'))
                {
                    throw Wrong("a back reference");
                }

                while (_position < _text.Length && !Skip('>'))
                {
                    _position++;
                }
            }
            else if (!Skip(':'))
            {
                throw Wrong("look-around or an option of a group");
            }
        }

        var node = ParseChoice();
        return Skip(')') ? node : throw Wrong("'(' without ')'");
    }

    private GrammarNode ParseEscape()
    {
        if (_position == _text.Length)
        {
            throw Wrong("'\\' at the end");
        }

        var character = _text[_position++];
        if (RegexClasses.Find(character) is { } set)
        {
            return _toNode(set);
        }

        return character switch
        {
            'b' or 'B' or 'A' or 'z' or 'Z' or 'G' => throw Wrong($"the anchor '\\{(char)character}'"),
            >= '1' and <= '9' or 'k' => throw Wrong("a back reference"),
            'p' or 'P' => throw Wrong("a Unicode category"),
            _ => Character(ReadEscaped(character)),
        };
    }

    private CodePointSet ParseClass()
    {
        var isInverted = Skip('^');
        List<(int Low, int High)> ranges = [];
        var isFirst = true;
        while (true)
        {
            if (_position == _text.Length)
            {
                throw Wrong("'[' without ']'");
            }

            if (!isFirst && Skip(']'))
            {
                break;
            }

            isFirst = false;
            ParseRange(ranges);
        }

        var set = CodePointSet.Of(ranges);
        return isInverted ? set.Invert() : set;
    }

    private void ParseRange(List<(int Low, int High)> ranges)
    {
        if (_text[_position] == '\\' && _position + 1 < _text.Length
            && RegexClasses.Find(_text[_position + 1]) is { } set)
        {
            _position += 2;
            ranges.AddRange(set.Ranges);
            return;
        }

        var low = ReadClassCharacter();
        var high = low;
        if (_position + 1 < _text.Length && _text[_position] == '-' && _text[_position + 1] != ']')
        {
            _position++;
            high = ReadClassCharacter();
        }

        ranges.Add(low <= high ? (low, high) : throw Wrong("a range whose end lies before its beginning"));
    }

    private int ReadClassCharacter()
    {
        var character = _text[_position++];
        if (character != '\\')
        {
            return character;
        }

        if (_position == _text.Length)
        {
            throw Wrong("'\\' at the end");
        }

        character = _text[_position++];
        return character == 'b' ? '\b' : ReadEscaped(character);
    }

    private int ReadEscaped(int character) => character switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'f' => '\f',
        'v' => '\v',
        'a' => '\a',
        'e' => 0x1B,
        '0' => 0,
        'x' => ReadHex(2),
        'u' => ReadHex(4),
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' => throw Wrong($"the escape '\\{(char)character}'"),
        _ => character,
    };

    private int ReadHex(int digits)
    {
        var value = 0;
        for (var i = 0; i < digits; i++)
        {
            var digit = _position < _text.Length && _text[_position] < 128 ? (char)_text[_position] : ' ';
            if (!char.IsAsciiHexDigit(digit))
            {
                throw Wrong("an escape without its hexadecimal digits");
            }

            value = (value << 4) | int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            _position++;
        }

        return Rune.IsValid(value) ? value : throw Wrong("half a surrogate pair");
    }

    /// <summary>Reads <c>{2}</c>, <c>{2,}</c> or <c>{2,5}</c>; anything else is a brace.</summary>
    private bool TryReadBounds(out int min, out int? max)
    {
        var start = _position++;
        max = null;
        if (TryReadNumber(out min))
        {
            max = min;
            if (Skip(','))
            {
                max = TryReadNumber(out var bound) ? bound : null;
            }

            if (Skip('}'))
            {
                return max is null || max >= min
                    ? true
                    : throw Wrong("a repetition whose bounds are in the wrong order");
            }
        }

        _position = start;
        max = null;
        return false;
    }

    private bool TryReadNumber(out int number)
    {
        number = 0;
        var start = _position;
        while (_position < _text.Length && _text[_position] is >= '0' and <= '9')
        {
            number = (number * 10) + (_text[_position++] - '0');
            if (number > GrammarLimits.Repeat)
            {
                throw Wrong($"a repetition of more than {GrammarLimits.Repeat} times");
            }
        }

        return _position > start;
    }

    private GrammarNode Character(int character) => _toNode(CodePointSet.Of((character, character)));

    private int Peek() => _position < _text.Length ? _text[_position] : -1;

    private int PeekNext() => _position + 1 < _text.Length ? _text[_position + 1] : -1;

    private bool Skip(char character)
    {
        if (Peek() != character)
        {
            return false;
        }

        _position++;
        return true;
    }

    private InferenceException Wrong(string what) => GrammarLimits.Wrong(
        $"The regular expression has {what} at character {_position + 1}, which is not supported.");
}
