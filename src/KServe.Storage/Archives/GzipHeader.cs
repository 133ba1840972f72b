namespace KServe.Storage.Archives;

/// <summary>Reads past the header of a gzip member (RFC 1952, section 2.3).</summary>
internal static class GzipHeader
{
    private const int FixedSize = 10;
    private const int Deflate = 8;
    private const int HeaderCrcFlag = 0x02;
    private const int ExtraFlag = 0x04;
    private const int NameFlag = 0x08;
    private const int CommentFlag = 0x10;
    private const int ReservedFlags = 0xE0;

    // Names and comments have no limit of their own.
    private const int MaxTextLength = 64 * 1024;

    public static void Skip(FileStream file)
    {
        Span<byte> header = stackalloc byte[FixedSize];
        if (file.ReadAtLeast(header, FixedSize, throwOnEndOfStream: false) < FixedSize
            || header[0] != 0x1F
            || header[1] != 0x8B
            || header[2] != Deflate)
        {
            throw StorageErrors.BadArchive("it is no gzip file.");
        }

        int flags = header[3];
        if ((flags & ReservedFlags) != 0)
        {
            throw StorageErrors.BadArchive("its gzip header has unknown flags.");
        }

        if ((flags & ExtraFlag) != 0)
        {
            int length = NextByte(file) | (NextByte(file) << 8);
            file.Seek(length, SeekOrigin.Current);
        }

        SkipText(file, (flags & NameFlag) != 0);
        SkipText(file, (flags & CommentFlag) != 0);
        if ((flags & HeaderCrcFlag) != 0)
        {
            file.Seek(2, SeekOrigin.Current);
        }
    }

    private static void SkipText(FileStream file, bool present)
    {
        for (int i = 0; present && NextByte(file) != 0; i++)
        {
            if (i == MaxTextLength)
            {
                throw StorageErrors.BadArchive("its gzip header has an endless name or comment.");
            }
        }
    }

    private static int NextByte(FileStream file)
    {
        int value = file.ReadByte();
        return value >= 0 ? value : throw StorageErrors.BadArchive("its gzip header is cut.");
    }
}
