using System.Buffers.Binary;

namespace KServe.Runtime.Compression.Xz;

/// <summary>Reads the first and the last bytes of an .xz stream.</summary>
internal static class XzFlags
{
    /// <summary>Checks the 12 bytes of a header and gets the kind of checksum that blocks have.</summary>
    public static XzCheckKind ReadHeader(ReadOnlySpan<byte> header)
    {
        if (header[0] != 0xFD
            || !header[1..6].SequenceEqual("7zXZ\0"u8)
            || BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) != Crc32.Append(0, header[6..8]))
        {
            throw PackedSource.Damaged();
        }

        var kind = (XzCheckKind)header[7];
        return header[6] == 0 && Enum.IsDefined(kind)
            ? kind
            : throw new InvalidDataException("the .xz file has a kind of checksum that is not supported");
    }

    /// <summary>Reads and checks the 12 bytes of a footer.</summary>
    public static void CheckFooter(PackedSource source, XzCheckKind kind, long indexSize)
    {
        Span<byte> footer = stackalloc byte[12];
        source.ReadExactly(footer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(footer) != Crc32.Append(0, footer[4..10])
            || 4L * (BinaryPrimitives.ReadUInt32LittleEndian(footer[4..]) + 1L) != indexSize
            || footer[8] != 0 || footer[9] != (byte)kind
            || footer[10] != 'Y' || footer[11] != 'Z')
        {
            throw PackedSource.Damaged();
        }
    }
}
