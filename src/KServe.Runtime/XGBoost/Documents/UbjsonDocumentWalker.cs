using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using KServe.Runtime.Files;

namespace KServe.Runtime.XGBoost.Documents;

/// <summary>Walks over a booster in Universal Binary JSON (draft 12, ubjson.org).</summary>
/// <remarks>
/// A declared count is believed only as far as the file has bytes for it, also for the types that take none.
/// </remarks>
internal sealed class UbjsonDocumentWalker(ByteSource source) : BoosterDocument
{
    private const long UntilMarker = -1;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly Frame[] _frames = new Frame[MaxDepth + 1];
    private int _depth;

    public override void BeginObject()
    {
        ExpectMarker('{', "an object");
        Enter('}');
    }

    public override void BeginArray()
    {
        ExpectMarker('[', "an array");
        Enter(']');
    }

    public override string? NextMember() => Next() ? ReadTextBody() : null;

    public override bool NextItem() => Next();

    public override string ReadText()
    {
        var marker = ReadMarker();
        return marker switch
        {
            'S' => ReadTextBody(),
            'C' => ((char)source.ReadByte()).ToString(),
            _ => throw Unexpected("a text", marker),
        };
    }

    public override double ReadNumber()
    {
        var marker = ReadMarker();
        return marker switch
        {
            'd' or 'D' => ReadFloat(marker),
            'H' => double.Parse(ReadTextBody(), NumberStyles.Float, CultureInfo.InvariantCulture),
            _ => ReadWhole(marker),
        };
    }

    public override long ReadInteger() => ReadWhole(ReadMarker());

    public override void ReadSingles(List<float> values)
    {
        values.Clear();
        BeginArray();
        if (_frames[_depth] is { Type: 'd', Count: var count })
        {
            CollectionsMarshal.SetCount(values, (int)count);
            ReadWords(MemoryMarshal.Cast<float, int>(CollectionsMarshal.AsSpan(values)));
            return;
        }

        while (NextItem())
        {
            values.Add((float)ReadNumber());
        }
    }

    public override void ReadIntegers(List<int> values)
    {
        values.Clear();
        BeginArray();
        if (_frames[_depth] is { Type: 'l', Count: var count })
        {
            CollectionsMarshal.SetCount(values, (int)count);
            ReadWords(CollectionsMarshal.AsSpan(values));
            return;
        }

        while (NextItem())
        {
            values.Add(checked((int)ReadInteger()));
        }
    }

    public override void SkipValue()
    {
        var depth = _depth;
        SkipOne();
        while (_depth > depth)
        {
            if (_frames[_depth].Close == ']' && SizeOf(_frames[_depth].Type) is var size and > 0)
            {
                source.Skip(checked(_frames[_depth--].Count * size));
            }
            else if (Next())
            {
                if (_frames[_depth].Close == '}')
                {
                    source.Skip(ReadLength());
                }

                SkipOne();
            }
        }
    }

    public override void End()
    {
        if (source.Remaining > 0)
        {
            throw new InvalidDataException("bytes follow the end of the document");
        }
    }

    private static int SizeOf(char type) => type switch
    {
        'i' or 'U' or 'C' => 1,
        'I' => 2,
        'l' or 'd' => 4,
        'L' or 'D' => 8,
        _ => 0,
    };

    private void Enter(char close)
    {
        if (++_depth > MaxDepth)
        {
            throw new InvalidDataException($"values are nested more than {MaxDepth} deep");
        }

        var type = '\0';
        var count = UntilMarker;
        if (source.Peek() == '$')
        {
            source.Advance(1);
            type = (char)source.ReadByte();
            if (source.Peek() != '#')
            {
                throw new InvalidDataException($"a typed array without a count at byte {source.Position}");
            }
        }

        if (source.Peek() == '#')
        {
            source.Advance(1);
            count = ReadWhole((char)source.ReadByte());
            if (count < 0 || count > int.MaxValue || count > source.Remaining / Math.Max(1, SizeOf(type)))
            {
                throw new InvalidDataException($"an array declares {count} items, the file has no room for them");
            }
        }

        _frames[_depth] = new Frame(close, type, count);
    }

    private bool Next()
    {
        ref var frame = ref _frames[_depth];
        if (frame.Count == UntilMarker)
        {
            SkipNoOps();
            if (source.Peek() != frame.Close)
            {
                return true;
            }

            source.Advance(1);
        }
        else if (frame.Count > 0)
        {
            frame.Count--;
            return true;
        }

        _depth--;
        return false;
    }

    private void SkipOne()
    {
        var marker = ReadMarker();
        switch (marker)
        {
            case '{':
                Enter('}');
                break;
            case '[':
                Enter(']');
                break;
            case 'S' or 'H':
                source.Skip(ReadLength());
                break;
            case 'Z' or 'T' or 'F' or 'N':
                break;
            default:
                source.Skip(SizeOf(marker) is var size and > 0 ? size : throw Unexpected("a value", marker));
                break;
        }
    }

    private char ReadMarker()
    {
        if (_depth > 0 && _frames[_depth].Type is var type and not '\0')
        {
            return type;
        }

        SkipNoOps();
        return (char)source.ReadByte();
    }

    private void ExpectMarker(char marker, string expected)
    {
        var found = ReadMarker();
        if (found != marker)
        {
            throw Unexpected(expected, found);
        }
    }

    private void SkipNoOps()
    {
        while (source.Peek() == 'N')
        {
            source.Advance(1);
        }
    }

    private long ReadWhole(char marker)
    {
        switch (marker)
        {
            case 'T':
                return 1;
            case 'F':
                return 0;
        }

        var size = SizeOf(marker);
        if (size == 0 || marker is 'd' or 'D' or 'C')
        {
            throw Unexpected("an integer", marker);
        }

        source.Require(size);
        var bytes = source.Window;
        long value = marker switch
        {
            'i' => (sbyte)bytes[0],
            'U' => bytes[0],
            'I' => BinaryPrimitives.ReadInt16BigEndian(bytes),
            'l' => BinaryPrimitives.ReadInt32BigEndian(bytes),
            _ => BinaryPrimitives.ReadInt64BigEndian(bytes),
        };
        source.Advance(size);
        return value;
    }

    private double ReadFloat(char marker)
    {
        var size = SizeOf(marker);
        source.Require(size);
        var value = marker == 'd'
            ? BinaryPrimitives.ReadSingleBigEndian(source.Window)
            : BinaryPrimitives.ReadDoubleBigEndian(source.Window);
        source.Advance(size);
        return value;
    }

    /// <summary>Reads all big-endian words of the typed array at hand, and leaves it.</summary>
    private void ReadWords(Span<int> words)
    {
        source.ReadExactly(MemoryMarshal.AsBytes(words));
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        _depth--;
    }

    private long ReadLength()
    {
        var length = ReadWhole((char)source.ReadByte());
        return length is >= 0 and <= MaxTextLength && length <= source.Remaining
            ? length
            : throw new InvalidDataException($"a text declares {length} bytes, the file has no room for them");
    }

    private string ReadTextBody()
    {
        var bytes = new byte[ReadLength()];
        source.ReadExactly(bytes);
        return StrictUtf8.GetString(bytes);
    }

    private InvalidDataException Unexpected(string expected, char found) =>
        new($"expected {expected} at byte {source.Position - 1}, found the marker 0x{(int)found:x2}");

    private record struct Frame(char Close, char Type, long Count);
}
