using System.Buffers.Binary;

namespace KServe.Storage.Archives;

/// <summary>Computes the CRC-32 of zip and gzip, eight bytes at a time.</summary>
internal struct Crc32
{
    private const int Lanes = 8;

    private static readonly uint[] Table = MakeTable();

    private uint _register;

    /// <summary>Gets the checksum of what was appended.</summary>
    public readonly uint Value => _register;

    public void Append(ReadOnlySpan<byte> data)
    {
        uint crc = ~_register;
        uint[] table = Table;
        while (data.Length >= Lanes)
        {
            uint low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(data);
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = table[(7 * 256) + (byte)low]
                ^ table[(6 * 256) + (byte)(low >> 8)]
                ^ table[(5 * 256) + (byte)(low >> 16)]
                ^ table[(4 * 256) + (byte)(low >> 24)]
                ^ table[(3 * 256) + (byte)high]
                ^ table[(2 * 256) + (byte)(high >> 8)]
                ^ table[256 + (byte)(high >> 16)]
                ^ table[(byte)(high >> 24)];
            data = data[Lanes..];
        }

        foreach (byte b in data)
        {
            crc = table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        _register = ~crc;
    }

    // Lane k holds the checksum of a byte that k zero bytes follow.
    private static uint[] MakeTable()
    {
        const uint Polynomial = 0xEDB88320;
        uint[] table = new uint[Lanes * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
            }

            table[i] = crc;
        }

        for (int i = 256; i < table.Length; i++)
        {
            table[i] = table[(byte)table[i - 256]] ^ (table[i - 256] >> 8);
        }

        return table;
    }
}
