using System.Buffers.Text;
using KServe.Runtime.Files;

namespace KServe.Runtime.LightGbm;

/// <summary>Reads lines of numbers with blanks between them, straight out of a file's window.</summary>
internal static class NumberLine
{
    /// <summary>No number is written longer; what is longer is no number.</summary>
    private const int LongestNumber = 64;

    private delegate bool Parse<T>(ReadOnlySpan<byte> text, out T value, out int used);

    /// <summary>Reads the rest of the line; the line's end stays.</summary>
    /// <exception cref="InvalidDataException">Something is no number.</exception>
    public static void Read(ByteSource source, List<double> values) => Read(source, values, TryParse);

    /// <inheritdoc cref="Read(ByteSource, List{double})"/>
    public static void Read(ByteSource source, List<int> values) => Read(source, values, TryParse);

    /// <inheritdoc cref="Read(ByteSource, List{double})"/>
    public static void Read(ByteSource source, List<uint> values) => Read(source, values, TryParse);

    private static void Read<T>(ByteSource source, List<T> values, Parse<T> parse)
    {
        values.Clear();
        while (true)
        {
            var c = source.Peek();
            if (c is ' ' or '\t')
            {
                source.Advance(1);
                continue;
            }

            if (c is '\n' or '\r' or -1)
            {
                return;
            }

            if (source.Window.Length < LongestNumber && !source.IsLastWindow)
            {
                source.Fill();
            }

            var text = source.Window[..Math.Min(source.Window.Length, LongestNumber)];
            if (!parse(text, out var value, out var used) || (used < text.Length && !IsEnd(text[used])))
            {
                throw new InvalidDataException($"expected a number at byte {source.Position}");
            }

            values.Add(value);
            source.Advance(used);
        }
    }

    private static bool IsEnd(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r';

    private static bool TryParse(ReadOnlySpan<byte> text, out int value, out int used) =>
        Utf8Parser.TryParse(text, out value, out used);

    private static bool TryParse(ReadOnlySpan<byte> text, out uint value, out int used) =>
        Utf8Parser.TryParse(text, out value, out used);

    private static bool TryParse(ReadOnlySpan<byte> text, out double value, out int used)
    {
        if (Utf8Parser.TryParse(text, out value, out used))
        {
            return true;
        }

        // C writes what is no number as inf, -inf, nan or -nan
        var sign = !text.IsEmpty && text[0] == '-' ? 1 : 0;
        var word = text[sign..];
        used = sign + 3;
        if (word.StartsWith("inf"u8))
        {
            value = sign == 1 ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        value = double.NaN;
        return word.StartsWith("nan"u8);
    }
}
