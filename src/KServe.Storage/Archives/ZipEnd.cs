using System.Buffers.Binary;

namespace KServe.Storage.Archives;

/// <summary>Finds the central directory of a zip file, in its plain and its 64-bit form.</summary>
internal sealed record ZipEnd(long Entries, long DirectoryOffset, long DirectorySize)
{
    private const int EndSize = 22;
    private const int LocatorSize = 20;
    private const int End64Size = 56;
    private const uint EndSignature = 0x06054B50;
    private const uint LocatorSignature = 0x07064B50;
    private const uint End64Signature = 0x06064B50;

    public static ZipEnd Find(FileStream file)
    {
        int tailLength = (int)Math.Min(file.Length, EndSize + ushort.MaxValue);
        byte[] tail = new byte[tailLength];
        file.Seek(-tailLength, SeekOrigin.End);
        file.ReadExactly(tail);
        for (int i = tailLength - EndSize; i >= 0; i--)
        {
            ReadOnlySpan<byte> end = tail.AsSpan(i);

            // The comment has to reach the end of the file exactly: nothing may follow the archive.
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) == EndSignature
                && BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) == end.Length - EndSize)
            {
                return Parse(file, end, file.Length - tailLength + i);
            }
        }

        throw StorageErrors.BadArchive("it is no zip file, or it is cut.");
    }

    private static ZipEnd Parse(FileStream file, ReadOnlySpan<byte> end, long position)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(end[4..]) != 0
            || BinaryPrimitives.ReadUInt16LittleEndian(end[8..]) != BinaryPrimitives.ReadUInt16LittleEndian(end[10..]))
        {
            throw StorageErrors.BadArchive("it is one part of a split zip file.");
        }

        ushort entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        return entries == ushort.MaxValue || size == uint.MaxValue || offset == uint.MaxValue
            ? Parse64(file, position - LocatorSize)
            : Check(new ZipEnd(entries, offset, size), position);
    }

    private static ZipEnd Parse64(FileStream file, long locatorPosition)
    {
        Span<byte> record = stackalloc byte[End64Size];
        ReadAt(file, locatorPosition, record[..LocatorSize]);
        long position = BinaryPrimitives.ReadInt64LittleEndian(record[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != LocatorSignature
            || BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) != 0
            || position > locatorPosition - End64Size)
        {
            throw Damaged();
        }

        ReadAt(file, position, record);
        long entries = BinaryPrimitives.ReadInt64LittleEndian(record[32..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != End64Signature
            || BinaryPrimitives.ReadInt64LittleEndian(record[24..]) != entries
            || BinaryPrimitives.ReadInt64LittleEndian(record[16..]) != 0)
        {
            throw Damaged();
        }

        long size = BinaryPrimitives.ReadInt64LittleEndian(record[40..]);
        long offset = BinaryPrimitives.ReadInt64LittleEndian(record[48..]);
        return Check(new ZipEnd(entries, offset, size), position);
    }

    private static ZipEnd Check(ZipEnd end, long position) =>
        end.Entries >= 0
        && end.DirectorySize >= 0
        && end.DirectoryOffset >= 0
        && end.DirectoryOffset <= position
        && end.DirectorySize == position - end.DirectoryOffset
            ? end
            : throw Damaged();

    private static void ReadAt(FileStream file, long position, Span<byte> record)
    {
        if (position < 0)
        {
            throw Damaged();
        }

        file.Position = position;
        if (file.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) < record.Length)
        {
            throw Damaged();
        }
    }

    private static InferenceException Damaged() => StorageErrors.BadArchive("its zip directory is damaged.");
}
