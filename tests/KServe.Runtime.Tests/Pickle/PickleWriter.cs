using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using KServe.Runtime.Pickle;

namespace KServe.Runtime.Tests.Pickle;

/// <summary>Writes values as pickles, each in one of the forms that Python's picklers have used.</summary>
internal sealed class PickleWriter(Random random)
{
    private readonly List<byte> _bytes = [];
    private int _memoCount;

    public static byte[] Write(object? value, Random random)
    {
        var writer = new PickleWriter(random);
        writer.Write([0x80, 5]);
        writer.WriteValue(value);
        writer.Write((byte)'.');
        return [.. writer._bytes];
    }

    private void Write(params ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    private void Write(char opcode, string line) => Write([(byte)opcode, .. Encoding.UTF8.GetBytes(line), (byte)'\n']);

    private void WriteInt32(char opcode, int value)
    {
        Span<byte> bytes = stackalloc byte[5];
        bytes[0] = (byte)opcode;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], value);
        Write(bytes);
    }

    private void WriteValue(object? value)
    {
        switch (value)
        {
            case null:
                Write((byte)'N');
                break;
            case bool flag:
                WriteFlag(flag);
                break;
            case long number:
                WriteInteger(number);
                break;
            case BigInteger number:
                WriteLong(number);
                break;
            case double number:
                WriteFloat(number);
                break;
            case string text:
                WriteText(text);
                break;
            case byte[] bytes:
                WriteBytes(bytes);
                break;
            default:
                WriteContainer(value);
                break;
        }

        Memoize();
    }

    private void WriteFlag(bool flag)
    {
        if (random.Next(2) == 0)
        {
            Write((byte)(flag ? 0x88 : 0x89));
            return;
        }

        Write('I', flag ? "01" : "00");
    }

    private void WriteInteger(long number)
    {
        switch (random.Next(4))
        {
            case 0 when number is >= 0 and < 256:
                Write((byte)'K', (byte)number);
                break;
            case 1 when number is >= 0 and < 65536:
                Write((byte)'M', (byte)number, (byte)(number >> 8));
                break;
            case 2 when number == (int)number:
                WriteInt32('J', (int)number);
                break;
            case 3:
                // "00" and "01" would be truth values
                Write('I', $"{number}");
                break;
            default:
                WriteLong(number);
                break;
        }
    }

    private void WriteLong(BigInteger number)
    {
        var bytes = number.ToByteArray();
        switch (random.Next(3))
        {
            case 0:
                Write([0x8a, (byte)bytes.Length, .. bytes]);
                break;
            case 1:
                WriteInt32((char)0x8b, bytes.Length);
                Write(bytes);
                break;
            default:
                Write('L', $"{number}L");
                break;
        }
    }

    private void WriteFloat(double number)
    {
        if (double.IsFinite(number) && random.Next(2) == 0)
        {
            Write('F', number.ToString("R", null));
            return;
        }

        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = (byte)'G';
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], number);
        Write(bytes);
    }

    private void WriteText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        switch (random.Next(3))
        {
            case 0 when bytes.Length < 256:
                Write([0x8c, (byte)bytes.Length, .. bytes]);
                break;
            case 1:
                Write(0x8d);
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
                Write(length);
                Write(bytes);
                break;
            default:
                WriteInt32('X', bytes.Length);
                Write(bytes);
                break;
        }
    }

    private void WriteBytes(byte[] bytes)
    {
        switch (random.Next(4))
        {
            case 0 when bytes.Length < 256:
                Write([(byte)'C', (byte)bytes.Length, .. bytes]);
                break;
            case 1:
                Write(random.Next(2) == 0 ? (byte)0x8e : (byte)0x96);
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
                Write(length);
                Write(bytes);
                break;
            case 2:
                // as protocol 2 writes bytes
                Write('c', "_codecs\nencode");
                WriteValue(Encoding.Latin1.GetString(bytes));
                WriteValue("latin1");
                Write(0x86, (byte)'R');
                break;
            default:
                WriteInt32('B', bytes.Length);
                Write(bytes);
                break;
        }
    }

    private void WriteContainer(object value)
    {
        switch (value)
        {
            case object?[] tuple:
                WriteTuple(tuple);
                break;
            case List<object?> list:
                WriteList(list);
                break;
            case PickleSet set:
                Write(0x8f);
                WriteMarked(set.Items, 0x90);
                break;
            case PickleDictionary dictionary:
                WriteDictionary(dictionary);
                break;
            case PickleInstance instance:
                WriteInstance(instance);
                break;
            default:
                throw new ArgumentException($"a value of type {value.GetType()}", nameof(value));
        }
    }

    private void WriteMarked(IEnumerable<object?> items, byte opcode)
    {
        Write((byte)'(');
        foreach (var item in items)
        {
            WriteValue(item);
        }

        Write(opcode);
    }

    private void WriteTuple(object?[] tuple)
    {
        if (tuple.Length is 0 or > 3 || random.Next(2) == 0)
        {
            WriteMarked(tuple, (byte)'t');
            return;
        }

        foreach (var item in tuple)
        {
            WriteValue(item);
        }

        Write((byte)(0x84 + tuple.Length));
    }

    private void WriteList(List<object?> list)
    {
        if (random.Next(2) == 0)
        {
            WriteMarked(list, (byte)'l');
            return;
        }

        Write((byte)']');
        foreach (var item in list)
        {
            WriteValue(item);
            Write((byte)'a');
        }
    }

    private void WriteDictionary(PickleDictionary dictionary)
    {
        var items = dictionary.Items.SelectMany(static item => new[] { item.Key, item.Value });
        if (random.Next(2) == 0)
        {
            WriteMarked(items, (byte)'d');
            return;
        }

        Write((byte)'}');
        WriteMarked(items, (byte)'u');
    }

    private void WriteInstance(PickleInstance instance)
    {
        switch (random.Next(4))
        {
            case 0:
                WriteClass(instance.Type);
                WriteTuple(instance.Arguments);
                Write(0x81);
                break;
            case 1:
                WriteClass(instance.Type);
                WriteTuple(instance.Arguments);
                WriteDictionary(new PickleDictionary());
                Write(0x92);
                break;
            case 2:
                Write((byte)'(');
                WriteClass(instance.Type);
                foreach (var argument in instance.Arguments)
                {
                    WriteValue(argument);
                }

                Write((byte)'o');
                break;
            default:
                WriteMarked(instance.Arguments, (byte)'i');
                Write(Encoding.UTF8.GetBytes($"{instance.Type.Module}\n{instance.Type.Name}\n"));
                break;
        }

        WriteValue(instance.State);
        Write((byte)'b');
    }

    private void WriteClass(PickleClass type)
    {
        if (random.Next(2) == 0)
        {
            Write('c', $"{type.Module}\n{type.Name}");
            return;
        }

        WriteText(type.Module);
        WriteText(type.Name);
        Write(0x93);
    }

    /// <summary>Puts the last value into the memo, and often takes it from there again.</summary>
    private void Memoize()
    {
        if (random.Next(2) == 0)
        {
            return;
        }

        var place = _memoCount++;
        switch (random.Next(3))
        {
            case 0:
                Write(0x94);
                break;
            case 1 when place < 256:
                Write((byte)'q', (byte)place);
                break;
            case 2:
                Write('p', $"{place}");
                break;
            default:
                WriteInt32('r', place);
                break;
        }

        if (random.Next(2) == 0)
        {
            return;
        }

        Write((byte)'0');
        if (random.Next(2) == 0)
        {
            Write('g', $"{place}");
            return;
        }

        WriteInt32('j', place);
    }
}
