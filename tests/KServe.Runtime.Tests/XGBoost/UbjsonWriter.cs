using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KServe.Runtime.Tests.XGBoost;

/// <summary>
/// Writes JSON as UBJSON in every form the format allows, chosen at random but the same on every run.
/// </summary>
internal sealed class UbjsonWriter(Random random)
{
    private readonly List<byte> _bytes = [];

    public byte[] Write(JsonElement document)
    {
        _bytes.Clear();
        WriteValue(document);
        return [.. _bytes];
    }

    private void WriteValue(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value);
                break;
            case JsonValueKind.Array:
                WriteArray(value);
                break;
            case JsonValueKind.String:
                Add('S');
                WriteText(value.GetString()!);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Add(value.ValueKind == JsonValueKind.True ? 'T' : 'F');
                break;
            case JsonValueKind.Number when value.TryGetInt64(out var whole) && !value.GetRawText().Contains('E'):
                WriteWhole(whole);
                break;
            case JsonValueKind.Number:
                WriteNumber(value.GetSingle());
                break;
            default:
                Add('Z');
                break;
        }
    }

    private void WriteObject(JsonElement value)
    {
        var members = value.EnumerateObject().ToArray();
        Add('{');
        var isCounted = random.Next(2) == 0;
        if (isCounted)
        {
            Add('#');
            WriteWhole(members.Length);
        }

        foreach (var member in members)
        {
            if (!isCounted && random.Next(4) == 0)
            {
                Add('N');
            }

            WriteText(member.Name);
            WriteValue(member.Value);
        }

        if (!isCounted)
        {
            Add('}');
        }
    }

    private void WriteArray(JsonElement value)
    {
        var items = value.EnumerateArray().ToArray();
        Add('[');
        var numbers = items.Length > 0
            && Array.TrueForAll(items, static item => item.ValueKind == JsonValueKind.Number);
        switch (random.Next(3))
        {
            case 0 when numbers:
                WriteTyped(items);
                return;
            case 1:
                Add('#');
                WriteWhole(items.Length);
                Array.ForEach(items, WriteValue);
                return;
            default:
                Array.ForEach(items, WriteValue);
                Add(']');
                return;
        }
    }

    private void WriteTyped(JsonElement[] items)
    {
        var isWhole = Array.TrueForAll(items, static item => item.TryGetInt64(out _));
        var type = !isWhole ? "dD"[random.Next(2)]
            : Array.TrueForAll(items, static item => item.GetInt64() is >= 0 and < 128) ? "iUIlL"[random.Next(5)]
            : "lL"[random.Next(2)];
        Add('$');
        Add(type);
        Add('#');
        WriteWhole(items.Length);
        foreach (var item in items)
        {
            WriteBody(type, item.GetDouble());
        }
    }

    private void WriteWhole(long value)
    {
        var forms = value is >= 0 and < 128 ? "iUIlL" : value is >= short.MinValue and <= short.MaxValue ? "IlL" : "lL";
        var type = value is >= int.MinValue and <= int.MaxValue ? forms[random.Next(forms.Length)] : 'L';
        Add(type);
        WriteBody(type, value);
    }

    private void WriteNumber(float value)
    {
        var type = "dDH"[random.Next(3)];
        Add(type);
        if (type == 'H')
        {
            WriteText(value.ToString("R", CultureInfo.InvariantCulture));
        }
        else
        {
            WriteBody(type, value);
        }
    }

    private void WriteBody(char type, double value)
    {
        Span<byte> body = stackalloc byte[8];
        var size = 8;
        switch (type)
        {
            case 'i' or 'U':
                body[0] = (byte)(sbyte)value;
                size = 1;
                break;
            case 'I':
                BinaryPrimitives.WriteInt16BigEndian(body, (short)value);
                size = 2;
                break;
            case 'l':
                BinaryPrimitives.WriteInt32BigEndian(body, (int)value);
                size = 4;
                break;
            case 'L':
                BinaryPrimitives.WriteInt64BigEndian(body, (long)value);
                break;
            case 'd':
                BinaryPrimitives.WriteSingleBigEndian(body, (float)value);
                size = 4;
                break;
            default:
                BinaryPrimitives.WriteDoubleBigEndian(body, value);
                break;
        }

        _bytes.AddRange(body[..size]);
    }

    private void WriteText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        WriteWhole(bytes.Length);
        _bytes.AddRange(bytes);
    }

    private void Add(char marker) => _bytes.Add((byte)marker);
}
