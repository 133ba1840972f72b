namespace KServe.Transformers.Images;

/// <summary>The markers of JPEG: 255 and a code.</summary>
internal static class JpegMarker
{
    public const byte Prefix = 0xFF;
    public const byte Start = 0xD8;
    public const byte End = 0xD9;
    public const byte FirstRestart = 0xD0;
    public const byte LastRestart = 0xD7;
    public const byte Huffman = 0xC4;
    public const byte Quantization = 0xDB;
    public const byte RestartInterval = 0xDD;
    public const byte Scan = 0xDA;
    public const byte Baseline = 0xC0;
    public const byte Extended = 0xC1;
    public const byte Progressive = 0xC2;
    public const byte Jfif = 0xE0;
    public const byte Exif = 0xE1;
    public const byte Adobe = 0xEE;

    /// <summary>Tells whether a code begins a frame, of whatever kind.</summary>
    public static bool IsFrame(byte code) => code is >= 0xC0 and <= 0xCF and not (Huffman or 0xC8 or 0xCC);

    /// <summary>Finds the next marker at or after a position, over bytes that belong to nothing.</summary>
    /// <returns>The position of the last prefix byte before the code, or the end.</returns>
    public static int Find(ReadOnlySpan<byte> data, int position)
    {
        while (position + 1 < data.Length)
        {
            var offset = data[position..].IndexOf(Prefix);
            if (offset < 0 || position + offset + 1 >= data.Length)
            {
                return data.Length;
            }

            position += offset;
            if (data[position + 1] is not (0 or Prefix))
            {
                return position;
            }

            position++;
        }

        return data.Length;
    }
}
