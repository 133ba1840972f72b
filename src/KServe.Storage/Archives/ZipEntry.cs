namespace KServe.Storage.Archives;

/// <summary>One entry of a zip file as its central directory has it.</summary>
internal sealed record ZipEntry(
    byte[] RawName,
    ushort Flags,
    ushort Method,
    uint Crc,
    long CompressedSize,
    long Size,
    uint Attributes,
    long Offset)
{
    public const ushort Stored = 0;
    public const ushort Deflated = 8;

    public bool IsFolder => RawName is [.., (byte)'/'];

    /// <summary>Gets the file type of Unix systems; 0 when the writer gave none.</summary>
    public uint UnixType => (Attributes >> 16) & 0xF000;
}
