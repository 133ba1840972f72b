namespace KServe.Storage.Tests.Archives;

public sealed class Crc32Tests
{
    [Fact]
    public void Append_CheckString_GivesTheStandardsValue()
    {
        Assert.Equal(0xCBF43926u, Crc32.Append(0, "123456789"u8));
    }

    [Fact]
    public void Append_AnySplit_GivesTheValueOfOneBit()
    {
        Random random = new(7);
        for (int round = 0; round < 200; round++)
        {
            byte[] data = TestArchives.Bytes(random.Next(100), round);
            int split = random.Next(data.Length + 1);
            uint crc = Crc32.Append(Crc32.Append(0, data.AsSpan(0, split)), data.AsSpan(split));
            Assert.Equal(BitByBit(data), crc);
        }
    }

    private static uint BitByBit(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
