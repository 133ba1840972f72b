using System.Buffers.Binary;

namespace KServe.Transformers.Images;

/// <summary>Finds the orientation in the Exif data of an image.</summary>
/// <remarks>A TIFF header with a list of fields (JEITA CP-3451, 4.6.2). What is malformed says nothing.</remarks>
internal static class ExifOrientation
{
    private const int HeaderLength = 8;
    private const int FieldLength = 12;
    private const ushort Tag = 0x0112;
    private const ushort Short = 3;

    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < HeaderLength || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8)))
        {
            return ImageOrientation.Upright;
        }

        var isLittleEndian = tiff[0] == 'I';
        var offset = ReadUInt32(tiff[4..], isLittleEndian);
        if (offset > tiff.Length - sizeof(ushort))
        {
            return ImageOrientation.Upright;
        }

        var fields = tiff[(int)offset..];
        var count = ReadUInt16(fields, isLittleEndian);
        fields = fields[sizeof(ushort)..];
        for (var i = 0; i < count && fields.Length >= FieldLength; i++, fields = fields[FieldLength..])
        {
            if (ReadUInt16(fields, isLittleEndian) == Tag && ReadUInt16(fields[2..], isLittleEndian) == Short)
            {
                var value = ReadUInt16(fields[8..], isLittleEndian);
                return value is >= 1 and <= 8 ? value : ImageOrientation.Upright;
            }
        }

        return ImageOrientation.Upright;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> data, bool isLittleEndian) => isLittleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(data)
        : BinaryPrimitives.ReadUInt16BigEndian(data);

    private static uint ReadUInt32(ReadOnlySpan<byte> data, bool isLittleEndian) => isLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(data)
        : BinaryPrimitives.ReadUInt32BigEndian(data);
}
