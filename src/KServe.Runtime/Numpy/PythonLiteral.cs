using System.Globalization;
using System.Text;
using KServe.Runtime.Pickle;

namespace KServe.Runtime.Numpy;

/// <summary>Reads the Python literals of .npy headers.</summary>
/// <remarks>Values are those of pickles. Anything else than a literal is refused; nothing is evaluated.</remarks>
internal ref struct PythonLiteral
{
    private const int MaxDepth = 16;
    private const int MostDigits = 19;

    private ReadOnlySpan<char> _rest;
    private int _depth;

    private PythonLiteral(ReadOnlySpan<char> text) => _rest = text;

    /// <exception cref="InvalidDataException">The text is no literal.</exception>
    public static object? Parse(ReadOnlySpan<char> text)
    {
        var literal = new PythonLiteral(text);
        var value = literal.ReadValue();
        return literal.Peek() == '\0' ? value : throw Broken();
    }

    private static InvalidDataException Broken() => new("the header is no Python literal");

    /// <summary>Skips white space and looks at the next character; NUL stands for the end.</summary>
    private char Peek()
    {
        _rest = _rest.TrimStart(" \t\r\n");
        return _rest.IsEmpty ? '\0' : _rest[0];
    }

    private bool TryTake(char expected)
    {
        if (Peek() != expected)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    private object? ReadValue()
    {
        if (++_depth > MaxDepth)
        {
            throw new InvalidDataException($"the header nests more than {MaxDepth} levels deep");
        }

        var value = Peek() switch
        {
            '{' => ReadDictionary(),
            '[' => ReadItems('[', ']', out _),
            '(' => ReadTuple(),
            '\'' or '"' => ReadText(),
            '-' or (>= '0' and <= '9') => ReadInteger(),
            _ => ReadName(),
        };
        _depth--;
        return value;
    }

    private PickleDictionary ReadDictionary()
    {
        var result = new PickleDictionary();
        TryTake('{');
        while (!TryTake('}'))
        {
            var key = ReadValue();
            if (!TryTake(':'))
            {
                throw Broken();
            }

            if (result.TryGet(key, out _))
            {
                throw new InvalidDataException("the header says something twice");
            }

            result.Set(key, ReadValue());
            if (!TryTake(',') && Peek() != '}')
            {
                throw Broken();
            }
        }

        return result;
    }

    private object? ReadTuple()
    {
        var items = ReadItems('(', ')', out var hasComma);
        return items.Count == 1 && !hasComma ? items[0] : items.ToArray();
    }

    private List<object?> ReadItems(char open, char close, out bool hasComma)
    {
        var items = new List<object?>();
        hasComma = false;
        TryTake(open);
        while (!TryTake(close))
        {
            items.Add(ReadValue());
            if (TryTake(','))
            {
                hasComma = true;
            }
            else if (Peek() != close)
            {
                throw Broken();
            }
        }

        return items;
    }

    private string ReadText()
    {
        var quote = _rest[0];
        var text = new StringBuilder();
        for (var i = 1; i < _rest.Length; i++)
        {
            if (_rest[i] == quote)
            {
                _rest = _rest[(i + 1)..];
                return text.ToString();
            }

            if (_rest[i] == '\\' && (++i == _rest.Length || _rest[i] is not ('\\' or '\'' or '"')))
            {
                throw Broken();
            }

            text.Append(_rest[i]);
        }

        throw Broken();
    }

    private long ReadInteger()
    {
        var length = 1 + _rest[1..].IndexOfAnyExceptInRange('0', '9');
        length = length == 0 ? _rest.Length : length;
        if (length > MostDigits
            || !long.TryParse(
                _rest[..length],
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var value))
        {
            throw Broken();
        }

        // Python 2 marked long integers
        _rest = _rest[length..];
        _rest = _rest.StartsWith('L') ? _rest[1..] : _rest;
        return value;
    }

    private object? ReadName()
    {
        ReadOnlySpan<(string Name, object? Value)> names = [("True", true), ("False", false), ("None", null)];
        foreach (var (name, value) in names)
        {
            if (_rest.StartsWith(name, StringComparison.Ordinal)
                && (_rest.Length == name.Length || !char.IsAsciiLetterOrDigit(_rest[name.Length])))
            {
                _rest = _rest[name.Length..];
                return value;
            }
        }

        throw Broken();
    }
}
