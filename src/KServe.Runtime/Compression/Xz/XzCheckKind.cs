namespace KServe.Runtime.Compression.Xz;

/// <summary>Names the checksums of .xz blocks by their numbers in the file.</summary>
internal enum XzCheckKind : byte
{
    None = 0,
    Crc32 = 1,
    Crc64 = 4,
    Sha256 = 10,
}
