using System.Buffers.Binary;

namespace KServe.Storage.Archives;

/// <summary>Reads the central directory of a zip file.</summary>
internal static class ZipDirectory
{
    private const int HeaderSize = 46;
    private const uint HeaderSignature = 0x02014B50;
    private const ushort Zip64Extra = 0x0001;

    public static List<ZipEntry> Read(FileStream file, ZipEnd end, ExtractionTarget target)
    {
        target.CheckEntries(end.Entries);
        file.Position = end.DirectoryOffset;
        List<ZipEntry> entries = [];
        SliceReader directory = new(file, end.DirectorySize);
        for (long i = 0; i < end.Entries; i++)
        {
            target.BeginEntry();
            entries.Add(ReadEntry(directory, target));
        }

        return directory.Remaining == 0 ? entries : throw Damaged();
    }

    private static ZipEntry ReadEntry(SliceReader directory, ExtractionTarget target)
    {
        ReadOnlySpan<byte> header = directory.Read(HeaderSize);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != HeaderSignature
            || BinaryPrimitives.ReadUInt16LittleEndian(header[34..]) is not (0 or ushort.MaxValue))
        {
            throw Damaged();
        }

        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        ushort method = BinaryPrimitives.ReadUInt16LittleEndian(header[10..]);
        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        uint compressed = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(header[24..]);
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
        int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        uint attributes = BinaryPrimitives.ReadUInt32LittleEndian(header[38..]);
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(header[42..]);
        if (nameLength > target.MaxNameBytes)
        {
            // All names are in memory at once before any is checked.
            throw StorageErrors.BadEntry(target.Current, "has a name that is too long.");
        }

        byte[] name = directory.Read(nameLength).ToArray();
        ReadOnlySpan<byte> large = FindZip64(directory.Read(extraLength));

        // The 64-bit field holds, in this order, only what the header has no room for.
        long realSize = Take(ref large, size);
        long realCompressed = Take(ref large, compressed);
        long realOffset = Take(ref large, offset);
        directory.Read(commentLength);
        return new ZipEntry(name, flags, method, crc, realCompressed, realSize, attributes, realOffset);
    }

    private static ReadOnlySpan<byte> FindZip64(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            ushort id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
            {
                throw Damaged();
            }

            if (id == Zip64Extra)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return default;
    }

    private static long Take(ref ReadOnlySpan<byte> large, uint small)
    {
        if (small != uint.MaxValue)
        {
            return small;
        }

        if (large.Length < sizeof(long))
        {
            throw Damaged();
        }

        long value = BinaryPrimitives.ReadInt64LittleEndian(large);
        large = large[sizeof(long)..];
        return value >= 0 ? value : throw Damaged();
    }

    private static InferenceException Damaged() => StorageErrors.BadArchive("its zip directory is damaged.");
}
