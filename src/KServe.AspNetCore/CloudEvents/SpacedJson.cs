using System.Buffers;

namespace KServe.AspNetCore;

/// <summary>Writes JSON with a space after each comma and colon, as Python does.</summary>
internal static class SpacedJson
{
    public static void Write(ReadOnlySpan<byte> compact, IBufferWriter<byte> spaced)
    {
        var isText = false;
        var isEscaped = false;
        var start = 0;
        for (var i = 0; i < compact.Length; i++)
        {
            var c = compact[i];
            if (isEscaped)
            {
                isEscaped = false;
            }
            else if (c == '\\')
            {
                isEscaped = true;
            }
            else if (c == '"')
            {
                isText = !isText;
            }
            else if (!isText && (c is (byte)',' or (byte)':'))
            {
                spaced.Write(compact[start..(i + 1)]);
                spaced.Write(" "u8);
                start = i + 1;
            }
        }

        spaced.Write(compact[start..]);
    }
}
