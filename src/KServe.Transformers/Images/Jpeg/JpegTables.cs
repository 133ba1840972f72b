using System.Buffers.Binary;

namespace KServe.Transformers.Images;

/// <summary>The tables that were given so far.</summary>
internal sealed class JpegTables
{
    private readonly ushort[]?[] _quantization = new ushort[]?[4];
    private readonly JpegHuffman?[] _dc = new JpegHuffman?[4];
    private readonly JpegHuffman?[] _ac = new JpegHuffman?[4];

    /// <summary>Gets the order in which coefficients come: by their frequency.</summary>
    public static ReadOnlySpan<byte> Zigzag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63,
    ];

    /// <exception cref="InferenceException">There is no such table.</exception>
    public ushort[] GetQuantization(int index) =>
        _quantization[index] ?? throw ImageError.Create("the JPEG lacks a quantization table");

    /// <exception cref="InferenceException">There is no such table.</exception>
    public JpegHuffman GetHuffman(int index, bool isDc) =>
        (index > 3 ? null : (isDc ? _dc : _ac)[index]) ?? throw ImageError.Create("the JPEG lacks a Huffman table");

    public void ReadQuantization(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var (isWide, index) = (data[0] >> 4, data[0] & 15);
            var length = 64 << isWide;
            if (isWide > 1 || index > 3 || data.Length < 1 + length)
            {
                throw ImageError.Create("a quantization table of the JPEG is malformed");
            }

            var table = new ushort[64];
            for (var i = 0; i < table.Length; i++)
            {
                table[Zigzag[i]] = isWide == 0
                    ? data[1 + i]
                    : BinaryPrimitives.ReadUInt16BigEndian(data[(1 + (2 * i))..]);
            }

            _quantization[index] = table;
            data = data[(1 + length)..];
        }
    }

    public void ReadHuffman(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var (kind, index) = (data[0] >> 4, data[0] & 15);
            var total = 0;
            for (var i = 1; i <= 16 && i < data.Length; i++)
            {
                total += data[i];
            }

            if (kind > 1 || index > 3 || total > 256 || data.Length < 17 + total)
            {
                throw ImageError.Create("a Huffman table of the JPEG is malformed");
            }

            var table = JpegHuffman.Create(data.Slice(1, 16), data.Slice(17, total), isDc: kind == 0);
            (kind == 0 ? _dc : _ac)[index] = table;
            data = data[(17 + total)..];
        }
    }
}
