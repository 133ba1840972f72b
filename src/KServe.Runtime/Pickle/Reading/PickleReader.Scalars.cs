using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace KServe.Runtime.Pickle.Reading;

/// <summary>None, truth values and numbers.</summary>
internal sealed partial class PickleReader
{
    private const int ShortLine = 4096;

    // Python itself reads no longer decimal number: the time grows with the square of the digits
    private const int MostDigits = 4300;
    private const int LargestInteger = 64 * 1024;
    private const int ObjectSize = 24;

    // the framework's own has its sign bit set
    private static readonly double PythonNaN = BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000);

    private static readonly object True = true;
    private static readonly object False = false;

    private static readonly object[] SmallIntegers =
        [.. Enumerable.Range(0, 256).Select(static number => (object)(long)number)];

    private bool ExecuteScalar(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.None:
                _stack.Push(null);
                return true;
            case PickleOpcode.NewTrue:
                _stack.Push(True);
                return true;
            case PickleOpcode.NewFalse:
                _stack.Push(False);
                return true;
            case PickleOpcode.BinInt1:
                _stack.Push(SmallIntegers[_source.ReadByte()]);
                return true;
            case PickleOpcode.BinInt2:
                PushInteger(_source.ReadUInt16());
                return true;
            case PickleOpcode.BinInt:
                PushInteger(_source.ReadInt32());
                return true;
            case PickleOpcode.BinFloat:
                Push(BinaryPrimitives.ReadDoubleBigEndian(_source.ReadShort(8)), ObjectSize);
                return true;
            case PickleOpcode.Long1:
                PushInteger(_source.ReadShort(_source.ReadByte()));
                return true;
            case PickleOpcode.Long4:
                PushLong4();
                return true;
            case PickleOpcode.Int:
                PushTextInteger();
                return true;
            case PickleOpcode.Long:
                PushDecimal(TrimLine(_source.ReadLine(MostDigits + 2)).TrimEnd((byte)'L'));
                return true;
            case PickleOpcode.Float:
                PushTextFloat();
                return true;
            default:
                return ExecuteText(opcode);
        }
    }

    private void PushInteger(long value)
    {
        if ((ulong)value < (ulong)SmallIntegers.Length)
        {
            _stack.Push(SmallIntegers[value]);
            return;
        }

        Push(value, ObjectSize);
    }

    private void PushInteger(ReadOnlySpan<byte> littleEndian)
    {
        var value = new BigInteger(littleEndian);
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            PushInteger((long)value);
            return;
        }

        Push(value, ObjectSize + littleEndian.Length);
    }

    private void PushLong4()
    {
        var length = _source.ReadInt32();
        if (length is < 0 or > LargestInteger)
        {
            throw new InvalidDataException($"an integer declares {length} bytes");
        }

        PushInteger(_source.ReadBytes(length));
    }

    private void PushTextInteger()
    {
        // protocol 0 has no other way to say True and False
        var line = TrimLine(_source.ReadLine(MostDigits));
        if (line.SequenceEqual("01"u8) || line.SequenceEqual("00"u8))
        {
            _stack.Push(line[1] == (byte)'1' ? True : False);
            return;
        }

        PushDecimal(line);
    }

    private void PushDecimal(ReadOnlySpan<byte> digits)
    {
        if (!BigInteger.TryParse(
            System.Text.Encoding.Latin1.GetString(digits),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var value))
        {
            throw new InvalidDataException("an integer was expected where a pickle has another text");
        }

        if (value >= long.MinValue && value <= long.MaxValue)
        {
            PushInteger((long)value);
            return;
        }

        Push(value, ObjectSize + digits.Length);
    }

    private void PushTextFloat()
    {
        var line = TrimLine(_source.ReadLine(ShortLine));
        var value = line switch
        {
            _ when line.SequenceEqual("nan"u8) || line.SequenceEqual("-nan"u8) => PythonNaN,
            _ when line.SequenceEqual("inf"u8) => double.PositiveInfinity,
            _ when line.SequenceEqual("-inf"u8) => double.NegativeInfinity,
            _ when double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw new InvalidDataException("a number was expected where a pickle has another text"),
        };
        Push(value, ObjectSize);
    }

    /// <summary>Reads the memo place of the opcodes GET and PUT.</summary>
    private long ReadDecimal() =>
        long.TryParse(
            TrimLine(_source.ReadLine(ShortLine)),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var value)
            ? value
            : throw new InvalidDataException("a memo place is no number");

    private static ReadOnlySpan<byte> TrimLine(ReadOnlySpan<byte> line) => line.TrimEnd((byte)'\r');
}
