using System.Buffers.Text;
using System.Diagnostics;

namespace KServe.Protocol;

/// <summary>Checks the escapes of JSON strings.</summary>
internal static class JsonText
{
    private const int EscapeLength = 6;

    /// <summary>Tells whether escapes form half a surrogate pair; the parser has checked their digits.</summary>
    public static bool HasLoneSurrogate(ReadOnlySpan<byte> escaped)
    {
        for (var at = escaped.IndexOf((byte)'\\'); at >= 0; at = escaped.IndexOf((byte)'\\'))
        {
            escaped = escaped[at..];
            if (escaped[1] != 'u')
            {
                escaped = escaped[2..];
                continue;
            }

            var unit = GetUnit(escaped);
            escaped = escaped[EscapeLength..];
            if (char.IsLowSurrogate(unit))
            {
                return true;
            }

            if (char.IsHighSurrogate(unit))
            {
                if (!escaped.StartsWith("\\u"u8) || !char.IsLowSurrogate(GetUnit(escaped)))
                {
                    return true;
                }

                escaped = escaped[EscapeLength..];
            }
        }

        return false;
    }

    private static char GetUnit(ReadOnlySpan<byte> escape)
    {
        var known = Utf8Parser.TryParse(escape.Slice(2, 4), out ushort unit, out _, 'X');
        Debug.Assert(known, "the parser has checked the digits");
        return (char)unit;
    }
}
