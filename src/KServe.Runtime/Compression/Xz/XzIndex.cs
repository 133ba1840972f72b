namespace KServe.Runtime.Compression.Xz;

/// <summary>Collects the sizes of the blocks of an .xz stream, which its index must repeat.</summary>
internal sealed class XzIndex
{
    // each block takes more bytes in its file than here
    private readonly List<(long Size, long UnpackedSize)> _blocks = [];

    public void Add((long Size, long UnpackedSize) block) => _blocks.Add(block);

    /// <summary>Reads an index after its first byte, which is zero.</summary>
    /// <param name="source">The packed bytes.</param>
    /// <param name="start">Where the index began.</param>
    /// <returns>The bytes of the index with its checksum.</returns>
    public long ReadAndCompare(PackedSource source, long start)
    {
        var crc = Crc32.Append(0, [0]);
        var isEqual = XzNumber.Read(source, ref crc) == (ulong)_blocks.Count;
        for (var i = 0; isEqual && i < _blocks.Count; i++)
        {
            isEqual = XzNumber.Read(source, ref crc) == (ulong)_blocks[i].Size
                && XzNumber.Read(source, ref crc) == (ulong)_blocks[i].UnpackedSize;
        }

        while (isEqual && (source.Position - start) % sizeof(uint) != 0)
        {
            var padding = source.ReadByte();
            isEqual = padding == 0;
            crc = Crc32.Append(crc, [padding]);
        }

        if (!isEqual || source.ReadUInt32() != crc)
        {
            throw PackedSource.Damaged();
        }

        return source.Position - start;
    }
}
