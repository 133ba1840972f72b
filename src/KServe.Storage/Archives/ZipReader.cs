using System.Buffers.Binary;
using System.IO.Compression;

namespace KServe.Storage.Archives;

/// <summary>Reads zip files: stored and deflated entries, plain and 64-bit.</summary>
internal static class ZipReader
{
    private const int LocalHeaderSize = 30;
    private const uint LocalHeaderSignature = 0x04034B50;

    // Encrypted, strongly encrypted, encrypted directory.
    private const ushort EncryptionFlags = 0x0001 | 0x0040 | 0x2000;
    private const uint RegularFile = 0x8000;
    private const uint Folder = 0x4000;

    public static void Extract(FileStream file, ExtractionTarget target)
    {
        ZipEnd end = ZipEnd.Find(file);
        List<ZipEntry> entries = ZipDirectory.Read(file, end, target);
        for (int i = 0; i < entries.Count; i++)
        {
            CheckEntry(entries[i], i + 1, target);
        }

        // In the order of the data, two entries that share bytes are neighbours.
        entries.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        long position = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            target.CheckCancelled();
            long limit = i + 1 < entries.Count ? entries[i + 1].Offset : end.DirectoryOffset;
            position = ReadEntry(file, entries[i], i + 1, position, limit, target);
        }
    }

    private static void CheckEntry(ZipEntry entry, int number, ExtractionTarget target)
    {
        if ((entry.Flags & EncryptionFlags) != 0)
        {
            throw StorageErrors.BadEntry(number, "is encrypted.");
        }

        if (entry.Method is not (ZipEntry.Stored or ZipEntry.Deflated))
        {
            throw StorageErrors.BadEntry(number, $"has the unknown compression method {entry.Method}.");
        }

        if (entry.UnixType is not (0 or RegularFile or Folder) || (entry.UnixType == Folder && !entry.IsFolder))
        {
            throw StorageErrors.BadEntry(number, "is neither a file nor a folder.");
        }

        if (entry.IsFolder && entry.Size != 0)
        {
            throw StorageErrors.BadEntry(number, "is a folder with content.");
        }

        target.Charge(entry.Size);
    }

    private static long ReadEntry(
        FileStream file,
        ZipEntry entry,
        int number,
        long position,
        long limit,
        ExtractionTarget target)
    {
        if (entry.Offset < position)
        {
            throw StorageErrors.BadEntry(number, "overlaps another entry.");
        }

        long start = SkipLocalHeader(file, entry, number);
        if (start > limit || entry.CompressedSize > limit - start)
        {
            throw StorageErrors.BadEntry(number, "overlaps another entry or the directory.");
        }

        target.Current = number;
        string name = EntryText.Decode(entry.RawName, number);
        if (entry.IsFolder)
        {
            target.AddFolder(name);
        }
        else
        {
            WriteFile(file, entry, number, name, target);
        }

        return start + entry.CompressedSize;
    }

    private static long SkipLocalHeader(FileStream file, ZipEntry entry, int number)
    {
        Span<byte> header = stackalloc byte[LocalHeaderSize];
        file.Position = entry.Offset;
        if (file.ReadAtLeast(header, LocalHeaderSize, throwOnEndOfStream: false) < LocalHeaderSize
            || BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalHeaderSignature)
        {
            throw StorageErrors.BadEntry(number, "has no header where the directory says.");
        }

        // Readers that go by the local header and readers that go by the directory must see one archive.
        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
        ushort method = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        byte[] name = new byte[nameLength];
        if (file.ReadAtLeast(name, nameLength, throwOnEndOfStream: false) < nameLength
            || (flags & EncryptionFlags) != 0
            || method != entry.Method
            || !name.AsSpan().SequenceEqual(entry.RawName))
        {
            throw StorageErrors.BadEntry(number, "has a header that contradicts the directory.");
        }

        file.Seek(extraLength, SeekOrigin.Current);
        return file.Position;
    }

    private static void WriteFile(FileStream file, ZipEntry entry, int number, string name, ExtractionTarget target)
    {
        SliceStream slice = new(file, entry.CompressedSize, entry.Method == ZipEntry.Deflated);
        using Stream content = entry.Method == ZipEntry.Deflated
            ? new DeflateStream(slice, CompressionMode.Decompress)
            : slice;
        using Crc32Stream crc = new(content);
        target.AddFile(name, crc, entry.Size);
        if (crc.ReadByte() >= 0 || slice.Remaining > 0)
        {
            throw StorageErrors.BadEntry(number, "is longer than its declared size.");
        }

        if (crc.Value != entry.Crc)
        {
            throw StorageErrors.BadEntry(number, "does not have its checksum.");
        }
    }
}
