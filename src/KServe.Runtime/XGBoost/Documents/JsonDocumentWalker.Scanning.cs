using System.Buffers;

namespace KServe.Runtime.XGBoost.Documents;

internal sealed partial class JsonDocumentWalker
{
    private static bool IsBlank(int c) => c is ' ' or '\n' or '\r' or '\t';

    private bool Next()
    {
        var c = SkipBlanks();
        if (c == _close[_depth])
        {
            source.Advance(1);
            _depth--;
            return false;
        }

        if (!_isFirst[_depth])
        {
            Expect((byte)',', "',' or the end");
        }

        _isFirst[_depth] = false;
        return true;
    }

    private bool SkipName()
    {
        if (!Next())
        {
            return false;
        }

        CopyText();
        Expect((byte)':', "':'");
        return true;
    }

    private void SkipOne()
    {
        switch (SkipBlanks())
        {
            case '{':
                BeginObject();
                break;
            case '[':
                BeginArray();
                break;
            case '"':
                CopyText();
                break;
            case 't':
                ReadWord("true"u8, 1);
                break;
            case 'f':
                ReadWord("false"u8, 0);
                break;
            case 'n':
                ReadWord("null"u8, 0);
                break;
            default:
                SkipNumber();
                break;
        }
    }

    private void SkipNumber()
    {
        var number = Number();
        var length = number.IndexOfAnyExcept(NumberSymbols);
        if (length <= 0)
        {
            throw Unexpected("a value");
        }

        source.Advance(length);
    }

    private bool SkipComma()
    {
        if (SkipBlanks() != ',')
        {
            return false;
        }

        source.Advance(1);
        return true;
    }

    private int ReadWord(ReadOnlySpan<byte> word, int value)
    {
        source.Require(word.Length);
        if (!source.Window.StartsWith(word))
        {
            throw Unexpected("a value");
        }

        source.Advance(word.Length);
        return value;
    }

    /// <summary>Shows a window in which the number at the front is whole.</summary>
    private ReadOnlySpan<byte> Number()
    {
        if (SkipBlanks() < 0)
        {
            throw Unexpected("a number");
        }

        if (source.Window.Length < LongestNumber && !source.IsLastWindow)
        {
            source.Fill();
        }

        return source.Window[..Math.Min(source.Window.Length, LongestNumber)];
    }

    private bool IsFraction(int used) =>
        used < source.Window.Length && source.Window[used] is ((byte)'.' or (byte)'e' or (byte)'E');

    private int SkipBlanks()
    {
        while (true)
        {
            var c = source.Peek();
            if (!IsBlank(c))
            {
                return c;
            }

            source.Advance(1);
        }
    }

    private void Expect(byte symbol, string expected)
    {
        if (SkipBlanks() != symbol)
        {
            throw Unexpected(expected);
        }

        source.Advance(1);
    }

    /// <summary>Copies the text at hand, quotes included, for the framework to unescape.</summary>
    private void CopyText()
    {
        Expect((byte)'"', "a text");
        _text.ResetWrittenCount();
        _text.Write("\""u8);
        while (true)
        {
            if (source.Window.IsEmpty)
            {
                source.Require(1);
            }

            var window = source.Window;
            var stop = window.IndexOfAny((byte)'"', (byte)'\\');
            var count = stop < 0 ? window.Length : stop + 1;
            _text.Write(window[..count]);
            source.Advance(count);
            if (_text.WrittenCount > MaxTextLength)
            {
                throw new InvalidDataException($"a text is longer than {MaxTextLength} bytes");
            }

            if (stop >= 0 && window[stop] == '"')
            {
                return;
            }

            if (stop >= 0)
            {
                _text.Write([source.ReadByte()]);
            }
        }
    }

    private InvalidDataException Unexpected(string expected) =>
        new($"expected {expected} at byte {source.Position}");
}
