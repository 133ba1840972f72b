using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace KServe.Detectors;

/// <summary>Reads a matrix of numbers from an array of NumPy (format versions 1 to 3).</summary>
internal static class NpyTable
{
    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static (double[] Values, int Columns) Read(ReadOnlySpan<byte> file, string source)
    {
        if (file.Length < 12 || !file.StartsWith(Magic))
        {
            throw ReferenceData.Wrong(source, "this is no array of NumPy");
        }

        var isLong = file[6] > 1;
        var start = isLong ? 12 : 10;
        long length = isLong
            ? BinaryPrimitives.ReadUInt32LittleEndian(file[8..])
            : BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        if (length > file.Length - start)
        {
            throw ReferenceData.Wrong(source, "the header runs past the end of the file");
        }

        var header = Encoding.Latin1.GetString(file.Slice(start, (int)length));
        var (rows, columns) = ReadShape(header, source);
        var values = ReadValues(file[(start + (int)length)..], ReadType(header, source), (long)rows * columns, source);
        var isFortran = header.Contains("'fortran_order': True", StringComparison.Ordinal);
        return (isFortran && columns > 1 ? Transpose(values, rows, columns) : values, columns);
    }

    private static string ReadType(string header, string source)
    {
        var type = Between(header, "'descr': '", "'");
        return type.Length == 3 && type[0] != '>' && type[1..] is "f4" or "f8" or "i1" or "i2" or "i4" or "i8" or "u1"
            ? type[1..]
            : throw ReferenceData.Wrong(source, $"numbers in little-endian order were expected, got '{type}'");
    }

    private static (int Rows, int Columns) ReadShape(string header, string source)
    {
        var sizes = Between(header, "'shape': (", ")")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (sizes.Length is 1 or 2
            && int.TryParse(sizes[0], NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            && int.TryParse(sizes[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var columns))
        {
            return sizes.Length == 1 ? (rows, 1) : (rows, columns);
        }

        throw ReferenceData.Wrong(source, "an array of one or two dimensions was expected");
    }

    private static double[] ReadValues(ReadOnlySpan<byte> data, string type, long count, string source)
    {
        var size = type[1] - '0';
        if (data.Length != count * size)
        {
            throw ReferenceData.Wrong(source, $"{count} values of {size} bytes were expected, got {data.Length} bytes");
        }

        var values = new double[count];
        for (var i = 0; i < values.Length; i++)
        {
            var bytes = data.Slice(i * size, size);
            values[i] = type switch
            {
                "f8" => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
                "f4" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
                "i8" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
                "i4" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
                "i2" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
                "i1" => (sbyte)bytes[0],
                _ => bytes[0],
            };
        }

        return values;
    }

    private static double[] Transpose(double[] values, int rows, int columns)
    {
        var turned = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            turned[(i % rows * columns) + (i / rows)] = values[i];
        }

        return turned;
    }

    private static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        var end = start < before.Length ? -1 : text.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? "" : text[start..end];
    }
}
