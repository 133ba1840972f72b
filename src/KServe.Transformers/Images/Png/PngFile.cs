using System.Buffers.Binary;

namespace KServe.Transformers.Images;

/// <summary>The chunks of a PNG that make up its pixels.</summary>
internal sealed class PngFile
{
    private const int MaxChunks = 100_000;

    private ReadOnlyMemory<byte> _palette;
    private PngHeader? _header;

    public PngHeader Header => _header ?? throw ImageError.Create("the PNG has no header");

    /// <summary>Gets the pieces of the compressed pixels.</summary>
    public List<ReadOnlyMemory<byte>> Data { get; } = [];

    /// <exception cref="InferenceException">The chunks are broken or incomplete.</exception>
    public static PngFile Read(ReadOnlyMemory<byte> data)
    {
        var file = new PngFile();
        for (var count = 0; file.Take(ref data); count++)
        {
            if (count == MaxChunks)
            {
                throw ImageError.Create($"the PNG has more than {MaxChunks} chunks");
            }
        }

        if (file.Data.Count == 0)
        {
            throw ImageError.Create("the PNG has no pixels");
        }

        return file.Header.Color == PngColor.Palette && file._palette.IsEmpty
            ? throw ImageError.Create("the PNG has no palette")
            : file;
    }

    /// <summary>Gets red, green and blue of a colour of the palette.</summary>
    public ReadOnlySpan<byte> GetColor(int index) => (3 * index) + 3 <= _palette.Length
        ? _palette.Span.Slice(3 * index, 3)
        : throw ImageError.Create($"the PNG's palette has no colour {index}");

    /// <summary>Takes one chunk.</summary>
    /// <returns><see langword="false"/> after the last.</returns>
    private bool Take(ref ReadOnlyMemory<byte> data)
    {
        // A length, a type of four letters, that many bytes, a check of type and bytes.
        if (data.Length < 12)
        {
            throw ImageError.Early("PNG");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(data.Span);
        if (length > data.Length - 12)
        {
            throw ImageError.Early("PNG");
        }

        var type = data.Span.Slice(4, 4);
        var body = data.Slice(8, (int)length);
        var check = BinaryPrimitives.ReadUInt32BigEndian(data.Span[(8 + (int)length)..]);
        var isCritical = (type[0] & 0x20) == 0;
        if (isCritical && PngCheck.Compute(data.Span.Slice(4, 4 + (int)length)) != check)
        {
            throw ImageError.Create("a chunk of the PNG is broken: its check differs");
        }

        data = data[(12 + (int)length)..];
        return Take(type, body, isCritical);
    }

    private bool Take(ReadOnlySpan<byte> type, ReadOnlyMemory<byte> body, bool isCritical)
    {
        if (type.SequenceEqual("IHDR"u8) != _header is null)
        {
            throw ImageError.Create("the PNG does not begin with its one header");
        }

        if (type.SequenceEqual("IHDR"u8))
        {
            _header = PngHeader.Read(body.Span);
        }
        else if (type.SequenceEqual("PLTE"u8))
        {
            _palette = body.Length is > 0 and <= 768 && body.Length % 3 == 0
                ? body
                : throw ImageError.Create("the PNG's palette is malformed");
        }
        else if (type.SequenceEqual("IDAT"u8))
        {
            Data.Add(body);
        }
        else if (isCritical && !type.SequenceEqual("IEND"u8))
        {
            throw ImageError.Create("the PNG has a chunk of an unknown critical type");
        }

        return !type.SequenceEqual("IEND"u8);
    }
}
