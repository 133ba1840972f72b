namespace KServe.Runtime.Compression.Xz;

/// <summary>Reads the numbers of .xz files: 7 bits per byte, the lowest first, at most 9 bytes.</summary>
internal static class XzNumber
{
    private const int MostBytes = 9;

    public static ulong Read(ref ReadOnlySpan<byte> bytes)
    {
        var number = 0ul;
        for (var i = 0; i < Math.Min(MostBytes, bytes.Length); i++)
        {
            number |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return number;
            }
        }

        throw PackedSource.Damaged();
    }

    /// <summary>Reads a number and continues a checksum over its bytes.</summary>
    public static ulong Read(PackedSource source, ref uint crc)
    {
        Span<byte> bytes = stackalloc byte[MostBytes];
        var count = 0;
        do
        {
            if (count == MostBytes)
            {
                throw PackedSource.Damaged();
            }

            bytes[count] = source.ReadByte();
        }
        while (bytes[count++] >= 0x80);

        crc = Crc32.Append(crc, bytes[..count]);
        ReadOnlySpan<byte> read = bytes[..count];
        return Read(ref read);
    }
}
