namespace KServe.Runtime.Generative.Tokenization.Text;

/// <summary>The printable characters that stand for bytes in byte-level vocabularies, as GPT-2 chose them.</summary>
internal static class ByteAlphabet
{
    private static readonly char[] Chars = MakeChars();
    private static readonly short[] Bytes = MakeBytes();

    /// <summary>Gets the character of a byte.</summary>
    public static char ToChar(byte value) => Chars[value];

    /// <summary>Gets the byte of a character, or -1.</summary>
    public static int ToByte(char value) => value < Bytes.Length ? Bytes[value] : -1;

    /// <summary>Reads a token's bytes.</summary>
    /// <returns>False if the token holds a character that stands for no byte.</returns>
    public static bool TryToBytes(ReadOnlySpan<char> token, Span<byte> bytes)
    {
        for (var i = 0; i < token.Length; i++)
        {
            var value = ToByte(token[i]);
            if (value < 0)
            {
                return false;
            }

            bytes[i] = (byte)value;
        }

        return true;
    }

    private static char[] MakeChars()
    {
        var chars = new char[256];
        var next = 256;
        for (var i = 0; i < 256; i++)
        {
            var printable = i is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            chars[i] = (char)(printable ? i : next++);
        }

        return chars;
    }

    private static short[] MakeBytes()
    {
        var bytes = new short[512];
        Array.Fill(bytes, (short)-1);
        for (var i = 0; i < 256; i++)
        {
            bytes[Chars[i]] = (short)i;
        }

        return bytes;
    }
}
