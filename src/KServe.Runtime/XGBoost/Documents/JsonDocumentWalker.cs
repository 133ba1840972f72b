using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using KServe.Runtime.Files;

namespace KServe.Runtime.XGBoost.Documents;

/// <summary>Walks over a booster in JSON without holding more of it than one window.</summary>
/// <remarks>
/// XGBoost writes NaN and Infinity as bare words, which no strict JSON reader takes, and nearly all of a file is
/// arrays of
/// numbers: hence a walker of our own.
/// </remarks>
internal sealed partial class JsonDocumentWalker(ByteSource source) : BoosterDocument
{
    private const int LongestNumber = 64;

    private static readonly SearchValues<byte> NumberSymbols = SearchValues.Create("0123456789+-.eEINafinty"u8);

    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly bool[] _isFirst = new bool[MaxDepth + 1];
    private readonly byte[] _close = new byte[MaxDepth + 1];
    private int _depth;

    public override void BeginObject() => Enter((byte)'{', (byte)'}', "an object");

    public override void BeginArray() => Enter((byte)'[', (byte)']', "an array");

    public override string? NextMember()
    {
        if (!Next())
        {
            return null;
        }

        var name = ReadText();
        Expect((byte)':', "':'");
        return name;
    }

    public override bool NextItem() => Next();

    public override string ReadText()
    {
        CopyText();
        try
        {
            var reader = new Utf8JsonReader(_text.WrittenSpan);
            reader.Read();
            return reader.GetString()!;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"a text that ends at byte {source.Position} is no JSON", error);
        }
    }

    public override double ReadNumber()
    {
        var number = Number();
        if (!Utf8Parser.TryParse(number, out double value, out var used))
        {
            throw Unexpected("a number");
        }

        source.Advance(used);
        return value;
    }

    public override long ReadInteger()
    {
        var c = SkipBlanks();
        if (c is 't' or 'f')
        {
            return ReadWord(c == 't' ? "true"u8 : "false"u8, c == 't' ? 1 : 0);
        }

        if (!Utf8Parser.TryParse(Number(), out long value, out var used) || IsFraction(used))
        {
            throw Unexpected("an integer");
        }

        source.Advance(used);
        return value;
    }

    public override void ReadSingles(List<float> values)
    {
        values.Clear();
        BeginArray();
        while (NextItem())
        {
            do
            {
                if (!Utf8Parser.TryParse(Number(), out float value, out var used))
                {
                    throw Unexpected("a number");
                }

                values.Add(value);
                source.Advance(used);
            }
            while (SkipComma());
        }
    }

    public override void ReadIntegers(List<int> values)
    {
        values.Clear();
        BeginArray();
        while (NextItem())
        {
            do
            {
                values.Add(checked((int)ReadInteger()));
            }
            while (SkipComma());
        }
    }

    public override void SkipValue()
    {
        var depth = _depth;
        SkipOne();
        while (_depth > depth)
        {
            if (_close[_depth] == ']' ? NextItem() : SkipName())
            {
                SkipOne();
            }
        }
    }

    public override void End()
    {
        if (SkipBlanks() >= 0)
        {
            throw new InvalidDataException("text follows the end of the document");
        }
    }

    private void Enter(byte open, byte close, string expected)
    {
        Expect(open, expected);
        if (++_depth > MaxDepth)
        {
            throw new InvalidDataException($"values are nested more than {MaxDepth} deep");
        }

        _isFirst[_depth] = true;
        _close[_depth] = close;
    }
}
