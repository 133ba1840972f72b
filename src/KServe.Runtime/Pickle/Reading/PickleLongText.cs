using System.Text;

namespace KServe.Runtime.Pickle.Reading;

/// <summary>A long text that may be bytes in disguise, as protocol 2 writes the bytes of arrays.</summary>
/// <remarks>Decoded only when needed as text: the text of an array takes three times the array's memory.</remarks>
internal sealed class PickleLongText(byte[] utf8)
{
    /// <summary>From how many bytes on a text is held so.</summary>
    public const int Threshold = 512;

    private byte[]? _utf8 = utf8;
    private byte[]? _latin1;
    private string? _text;

    /// <summary>Replaces a long text by its string, and leaves anything else.</summary>
    public static object? Resolve(object? value) => value is PickleLongText text ? text.ToText() : value;

    /// <summary>Encodes the text as Latin-1, once.</summary>
    public byte[] ToLatin1()
    {
        if (_latin1 is null)
        {
            _latin1 = Encode(_utf8 ?? Encoding.UTF8.GetBytes(_text!));
            _utf8 = null;
        }

        return _latin1;
    }

    private static byte[] Encode(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var unit in utf8)
        {
            count += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        var bytes = GC.AllocateUninitializedArray<byte>(count);
        var at = 0;
        for (var i = 0; i < utf8.Length; i++)
        {
            var unit = utf8[i];
            if (unit >= 0x80)
            {
                // two units, the first C2 or C3, are all that Latin-1 has
                if (unit is not (0xC2 or 0xC3) || ++i == utf8.Length || (utf8[i] & 0xC0) != 0x80)
                {
                    throw new InvalidDataException("a text that stands for bytes holds other characters");
                }

                unit = (byte)((unit << 6) | (utf8[i] & 0x3F));
            }

            bytes[at++] = unit;
        }

        return bytes;
    }

    private string ToText()
    {
        if (_text is null)
        {
            _text = _latin1 is null ? PickleText.Decode(_utf8) : Encoding.Latin1.GetString(_latin1);
            _utf8 = null;
        }

        return _text;
    }
}
