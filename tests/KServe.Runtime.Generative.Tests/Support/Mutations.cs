using System.Buffers.Binary;
using System.Text;

namespace KServe.Runtime.Generative.Tests.Support;

/// <summary>Damages files at random, in the ways that parsers stumble over.</summary>
internal static class Mutations
{
    private static readonly string[] Texts =
    [
        "-1", "0", "9223372036854775807", "18446744073709551616", "1e400", "1.5", "null", "{}", "[]", "\"\"", "true",
        "\"../x\"", "\\ud800", "4611686018427387904", "[[[[[[[[[[", "2147483648",
    ];

    private static readonly ulong[] Words =
    [
        0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, ulong.MaxValue,
        1UL << 60, 0x7FFFFFFFFFFFFFC0,
    ];

    /// <summary>Makes a damaged copy.</summary>
    public static byte[] Apply(Random random, byte[] file)
    {
        var bytes = file;
        var rounds = random.Next(1, 4);
        for (var i = 0; i < rounds && bytes.Length > 0; i++)
        {
            bytes = Once(random, bytes);
        }

        return bytes;
    }

    private static byte[] Once(Random random, byte[] file)
    {
        var place = random.Next(file.Length);
        var copy = file.ToArray();
        switch (random.Next(7))
        {
            case 0:
                copy[place] ^= (byte)(1 << random.Next(8));
                return copy;
            case 1:
                copy[place] = (byte)random.Next(256);
                return copy;
            case 2:
                return copy[..place];
            case 3:
                var length = Math.Min(random.Next(1, 20), copy.Length - place);
                return [.. copy[..place], .. copy[(place + length)..]];
            case 4:
                return Replace(copy, place, Encoding.ASCII.GetBytes(Texts[random.Next(Texts.Length)]));
            case 5:
                var word = new byte[8];
                BinaryPrimitives.WriteUInt64LittleEndian(word, Words[random.Next(Words.Length)]);
                word.AsSpan(0, Math.Min(random.Next(2) == 0 ? 4 : 8, copy.Length - place)).CopyTo(copy.AsSpan(place));
                return copy;
            default:
                var from = random.Next(copy.Length);
                var count = Math.Min(random.Next(1, 60), copy.Length - from);
                return [.. copy[..place], .. copy.AsSpan(from, count), .. copy[place..]];
        }
    }

    /// <summary>Puts a text in place of a number or a text of JSON, or in between elsewhere.</summary>
    private static byte[] Replace(byte[] file, int place, byte[] text)
    {
        var end = place;
        while (end < file.Length && file[end] is >= (byte)'0' and <= (byte)'9' or (byte)'.')
        {
            end++;
            if (end == file.Length)
            {
                break;
            }
        }

        return [.. file[..place], .. text, .. file[end..]];
    }
}
