namespace KServe.Runtime.Compression.Xz;

/// <summary>CRC-64 of ECMA-182, least significant bit first, as in the .xz file format.</summary>
internal static class Crc64
{
    private static readonly ulong[] Table = CreateTable();

    /// <summary>Continues a checksum; the first one continues 0.</summary>
    public static ulong Append(ulong crc, ReadOnlySpan<byte> data)
    {
        crc = ~crc;
        foreach (var value in data)
        {
            crc = Table[(byte)crc ^ value] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static ulong[] CreateTable()
    {
        var table = new ulong[256];
        for (var i = 0u; i < table.Length; i++)
        {
            ulong crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xC96C5795D7870F42 ^ (crc >> 1) : crc >> 1;
            }

            table[i] = crc;
        }

        return table;
    }
}
