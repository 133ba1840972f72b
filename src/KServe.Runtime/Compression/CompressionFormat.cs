namespace KServe.Runtime.Compression;

/// <summary>Names the ways in which joblib compresses a file, told apart by its first bytes.</summary>
internal enum CompressionFormat
{
    None,

    /// <summary>RFC 1950.</summary>
    Zlib,

    /// <summary>RFC 1952.</summary>
    Gzip,

    /// <summary>bzip2.</summary>
    Bzip2,

    /// <summary>The .xz file format.</summary>
    Xz,

    /// <summary>The .lzma file format, also called LZMA alone.</summary>
    Lzma,

    /// <summary>The LZ4 frame format.</summary>
    Lz4,

    /// <summary>The format of joblib before 0.10: a decimal length before zlib data.</summary>
    ZFile,
}
