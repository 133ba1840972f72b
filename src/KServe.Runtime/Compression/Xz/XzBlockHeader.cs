using System.Buffers.Binary;

namespace KServe.Runtime.Compression.Xz;

/// <summary>The header of an .xz block.</summary>
/// <param name="DictionarySize">The size of the LZMA2 dictionary in bytes.</param>
/// <param name="PackedSize">The bytes of packed data; <see langword="null"/> when not said.</param>
/// <param name="UnpackedSize">The bytes of unpacked data; <see langword="null"/> when not said.</param>
internal sealed record XzBlockHeader(long DictionarySize, ulong? PackedSize, ulong? UnpackedSize)
{
    private const int Lzma2 = 0x21;
    private const int LargestDictionaryBits = 40;

    /// <summary>Reads a header after its first byte.</summary>
    /// <param name="source">The packed bytes.</param>
    /// <param name="size">The first byte, which tells the size.</param>
    public static XzBlockHeader Read(PackedSource source, byte size)
    {
        Span<byte> header = stackalloc byte[4 * (size + 1)];
        header[0] = size;
        source.ReadExactly(header[1..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[^4..]) != Crc32.Append(0, header[..^4]))
        {
            throw PackedSource.Damaged();
        }

        var flags = header[1];
        ReadOnlySpan<byte> rest = header[2..^4];
        ulong? packedSize = (flags & 0x40) != 0 ? XzNumber.Read(ref rest) : null;
        ulong? unpackedSize = (flags & 0x80) != 0 ? XzNumber.Read(ref rest) : null;
        if ((flags & 0x3F) != 0 || XzNumber.Read(ref rest) != Lzma2)
        {
            throw new InvalidDataException("the .xz file has a filter that is not supported");
        }

        if (XzNumber.Read(ref rest) != 1
            || rest.IsEmpty
            || rest[0] > LargestDictionaryBits
            || rest[1..].IndexOfAnyExcept((byte)0) >= 0)
        {
            throw PackedSource.Damaged();
        }

        return new XzBlockHeader((2L | (rest[0] & 1u)) << ((rest[0] / 2) + 11), packedSize, unpackedSize);
    }
}
