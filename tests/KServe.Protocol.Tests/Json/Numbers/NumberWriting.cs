using System.Globalization;
using System.Text;

namespace KServe.Protocol.Tests;

/// <summary>Writes numbers as the code under test does, and as .NET does.</summary>
internal static class NumberWriting
{
    private const byte Guard = 0xA5;

    /// <summary>Writes numbers together and one by one, which has to be the same and stay in its room.</summary>
    public static string Write<T, TText>(params ReadOnlySpan<T> values)
        where T : unmanaged
        where TText : INumberText<T>
    {
        var text = WriteOnce<T, TText>(values);
        var single = new StringBuilder();
        for (var i = 0; i < values.Length; i++)
        {
            single.Append(WriteOnce<T, TText>(values.Slice(i, 1)));
        }

        Assert.Equal(single.ToString(), text);
        return text;
    }

    /// <summary>Gets .NET's shortest text, with ".0" behind an integer; null for what JSON does not have.</summary>
    public static string Expect(double value) => Finish(value, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Expect(double)"/>
    public static string Expect(float value) => Finish(value, value.ToString(CultureInfo.InvariantCulture));

    private static string WriteOnce<T, TText>(ReadOnlySpan<T> values)
        where T : unmanaged
        where TText : INumberText<T>
    {
        var room = values.Length * TText.Room;
        var bytes = new byte[room + 64];
        bytes.AsSpan().Fill(Guard);
        var length = (int)TText.Write(ref bytes[0], values);
        Assert.InRange(length, 0, room);
        Assert.Equal(-1, bytes.AsSpan(room).IndexOfAnyExcept(Guard));
        return Encoding.ASCII.GetString(bytes, 0, length);
    }

    private static string Finish(double value, string text) =>
        !double.IsFinite(value) ? "null,"
        : text.AsSpan().ContainsAny('.', 'E') ? text + ","
        : text + ".0,";
}
