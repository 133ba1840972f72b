using KServe.Runtime.Compression.Bzip2;
using KServe.Runtime.Compression.Deflate;
using KServe.Runtime.Compression.Lz4;
using KServe.Runtime.Compression.Lzma;
using KServe.Runtime.Compression.Xz;

namespace KServe.Runtime.Compression;

/// <summary>Opens compressed files by their first bytes.</summary>
internal static class Decompressor
{
    /// <summary>How many bytes <see cref="Detect"/> looks at.</summary>
    public const int PrefixLength = 6;

    // "ZF", then the length of the data as text: 0x and 17 hexadecimal digits, padded by spaces
    private const int ZFileHeaderLength = 2 + 19;

    /// <summary>Finds the format of a file.</summary>
    /// <param name="prefix">Its first bytes, <see cref="PrefixLength"/> where it has so many.</param>
    public static CompressionFormat Detect(ReadOnlySpan<byte> prefix) => prefix switch
    {
        [0x78, var flags, ..] when ((0x78 << 8) | flags) % 31 == 0 => CompressionFormat.Zlib,
        [0x1F, 0x8B, ..] => CompressionFormat.Gzip,
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => CompressionFormat.Bzip2,
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => CompressionFormat.Xz,
        [0x5D, 0, ..] => CompressionFormat.Lzma,
        [0x04, 0x22, 0x4D, 0x18, ..] => CompressionFormat.Lz4,
        [(byte)'Z', (byte)'F', ..] => CompressionFormat.ZFile,
        _ => CompressionFormat.None,
    };

    /// <summary>Opens a stream of the unpacked bytes, which throws <see cref="InvalidDataException"/>.</summary>
    /// <param name="stream">The packed bytes, from the first one on; it can seek.</param>
    /// <param name="format">How they are packed.</param>
    public static Stream Open(Stream stream, CompressionFormat format) => format switch
    {
        CompressionFormat.Zlib => new ZlibReader(stream),
        CompressionFormat.Gzip => new GzipReader(stream),
        CompressionFormat.Bzip2 => new Bzip2Stream(stream),
        CompressionFormat.Xz => new XzStream(stream),
        CompressionFormat.Lzma => new LzmaStream(stream),
        CompressionFormat.Lz4 => new Lz4Stream(stream),
        CompressionFormat.ZFile => OpenZFile(stream),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private static ZlibReader OpenZFile(Stream stream)
    {
        Span<byte> header = stackalloc byte[ZFileHeaderLength];
        if (stream.ReadAtLeast(header, ZFileHeaderLength, throwOnEndOfStream: false) < ZFileHeaderLength)
        {
            throw new InvalidDataException("the file ends in its header");
        }

        // joblib of Python 2 wrote one space more
        if (stream.ReadByte() != ' ')
        {
            stream.Seek(-1, SeekOrigin.Current);
        }

        return new ZlibReader(stream);
    }
}
