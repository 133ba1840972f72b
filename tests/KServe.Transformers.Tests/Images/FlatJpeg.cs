using System.Buffers.Binary;

namespace KServe.Transformers.Tests.Images;

/// <summary>Writes JPEGs of flat blocks, whose samples are known without any other decoder.</summary>
/// <remarks>
/// Quantization by eight makes the first coefficient of a block its sample less 128, and all others are zero.
/// </remarks>
internal static class FlatJpeg
{
    /// <summary>Writes an image of blocks of eight by eight samples.</summary>
    /// <param name="across">The blocks in a row.</param>
    /// <param name="blocks">The samples of each block, one for each component.</param>
    /// <param name="segments">What stands before the frame.</param>
    public static byte[] Write(int across, byte[][] blocks, params byte[][] segments)
    {
        var components = blocks[0].Length;
        List<byte> file = [0xFF, 0xD8];
        foreach (var segment in segments)
        {
            file.AddRange(segment);
        }

        file.AddRange(Segment(0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]));
        file.AddRange(Segment(
            0xC0,
            [
                8, .. Big(8 * (blocks.Length / across)), .. Big(8 * across), (byte)components,
                .. Enumerable.Range(1, components).SelectMany(static id => new byte[] { (byte)id, 0x11, 0 }),
            ]));

        // Twelve codes of four bits for the sizes of first coefficients, and one of one bit for the end of a block.
        file.AddRange(Segment(0xC4, [0, 0, 0, 0, 12, .. new byte[12], .. Enumerable.Range(0, 12).Select(i => (byte)i)]));
        file.AddRange(Segment(0xC4, [0x10, 1, .. new byte[15], 0]));
        file.AddRange(Segment(
            0xDA,
            [
                (byte)components,
                .. Enumerable.Range(1, components).SelectMany(static id => new byte[] { (byte)id, 0 }),
                0, 63, 0,
            ]));
        WriteBlocks(file, blocks, components);
        return [.. file, 0xFF, 0xD9];
    }

    /// <summary>Makes Adobe's marker.</summary>
    public static byte[] Adobe(byte transform) =>
        Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]);

    /// <summary>Makes Exif data with an orientation among other fields.</summary>
    public static byte[] Exif(ushort orientation, bool isLittleEndian) => Segment(
        0xE1,
        [
            .. "Exif\0\0"u8, .. isLittleEndian ? "II*\0"u8 : "MM\0*"u8, .. Four(8, isLittleEndian),
            .. Two(2, isLittleEndian), .. Two(0x0100, isLittleEndian), .. Two(4, isLittleEndian),
            .. Four(1, isLittleEndian), .. Four(640, isLittleEndian), .. Two(0x0112, isLittleEndian),
            .. Two(3, isLittleEndian), .. Four(1, isLittleEndian), .. Two(orientation, isLittleEndian), 0, 0,
            .. Four(0, isLittleEndian),
        ]);

    private static void WriteBlocks(List<byte> file, byte[][] blocks, int components)
    {
        var previous = new int[components];
        var bits = new List<bool>();
        foreach (var block in blocks)
        {
            for (var i = 0; i < components; i++)
            {
                var difference = block[i] - 128 - previous[i];
                previous[i] = block[i] - 128;
                var size = 32 - int.LeadingZeroCount(Math.Abs(difference));
                Add(bits, size, 4);
                Add(bits, difference > 0 ? difference : difference + (1 << size) - 1, size);
                bits.Add(false);
            }
        }

        while (bits.Count % 8 != 0)
        {
            bits.Add(true);
        }

        for (var i = 0; i < bits.Count; i += 8)
        {
            var value = Enumerable.Range(0, 8).Aggregate(0, (sum, bit) => (sum << 1) | (bits[i + bit] ? 1 : 0));
            file.Add((byte)value);
            if (value == 0xFF)
            {
                file.Add(0);
            }
        }
    }

    private static void Add(List<bool> bits, int value, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            bits.Add(((value >> i) & 1) != 0);
        }
    }

    private static byte[] Segment(byte code, byte[] content) => [0xFF, code, .. Big(content.Length + 2), .. content];

    private static byte[] Big(int value) => Two((ushort)value, isLittleEndian: false);

    private static byte[] Two(ushort value, bool isLittleEndian)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return isLittleEndian ? [bytes[1], bytes[0]] : bytes;
    }

    private static byte[] Four(uint value, bool isLittleEndian)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return isLittleEndian ? [bytes[3], bytes[2], bytes[1], bytes[0]] : bytes;
    }
}
