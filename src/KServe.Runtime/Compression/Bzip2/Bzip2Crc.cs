namespace KServe.Runtime.Compression.Bzip2;

/// <summary>CRC-32 as bzip2 computes it: the same polynomial as gzip's, most significant bit first.</summary>
internal static class Bzip2Crc
{
    private static readonly uint[] Table = CreateTable();

    /// <summary>Continues a checksum before its inversion; the first continues <see cref="uint.MaxValue"/>.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc = Table[(byte)(crc >> 24) ^ value] ^ (crc << 8);
        }

        return crc;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var crc = i << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80000000) != 0 ? 0x04C11DB7 ^ (crc << 1) : crc << 1;
            }

            table[i] = crc;
        }

        return table;
    }
}
