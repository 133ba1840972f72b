namespace KServe.Storage.Archives;

/// <summary>One header block of a tar file (POSIX.1-1988 and later, and GNU's).</summary>
internal readonly record struct TarHeader(string Name, long Size, char Type)
{
    public const int BlockSize = 512;

    private const int SizeOffset = 124;
    private const int ChecksumOffset = 148;
    private const int TypeOffset = 156;
    private const int MagicOffset = 257;
    private const int PrefixOffset = 345;

    public static TarHeader Parse(ReadOnlySpan<byte> block, int entry)
    {
        CheckSum(block, entry);
        string name = EntryText.Decode(Field(block, 0, 100), entry);

        // GNU's own format keeps times where POSIX keeps the prefix; its magic is "ustar  ".
        if (block.Slice(MagicOffset, 6).SequenceEqual("ustar\0"u8))
        {
            string prefix = EntryText.Decode(Field(block, PrefixOffset, 155), entry);
            name = prefix.Length > 0 ? $"{prefix}/{name}" : name;
        }

        return new TarHeader(name, Number(block.Slice(SizeOffset, 12), entry), (char)block[TypeOffset]);
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> block, int offset, int length)
    {
        ReadOnlySpan<byte> field = block.Slice(offset, length);
        int end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    private static void CheckSum(ReadOnlySpan<byte> block, int entry)
    {
        int sum = 8 * ' ';
        for (int i = 0; i < BlockSize; i++)
        {
            sum += i is >= ChecksumOffset and < ChecksumOffset + 8 ? 0 : block[i];
        }

        if (Number(block.Slice(ChecksumOffset, 8), entry) != sum)
        {
            throw StorageErrors.BadEntry(entry, "has a tar header with a wrong checksum.");
        }
    }

    private static long Number(ReadOnlySpan<byte> field, int entry)
    {
        if (field[0] == 0x80)
        {
            return Binary(field[1..], entry);
        }

        ReadOnlySpan<byte> digits = field.Trim(" \0"u8);
        long value = 0;
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                throw StorageErrors.BadEntry(entry, "has a tar header with a bad number.");
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return value;
    }

    // GNU's form for sizes from 8 GiB on: the first bit set, then a big-endian number.
    private static long Binary(ReadOnlySpan<byte> bytes, int entry)
    {
        long value = 0;
        foreach (byte b in bytes)
        {
            if (value >> (63 - 8) != 0)
            {
                throw StorageErrors.BadEntry(entry, "has a tar header with a number that is too large.");
            }

            value = (value << 8) | b;
        }

        return value;
    }
}
