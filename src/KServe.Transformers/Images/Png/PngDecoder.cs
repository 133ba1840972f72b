using System.Buffers;
using System.IO.Compression;

namespace KServe.Transformers.Images;

/// <summary>Decodes PNG: all colour types and bit depths, interlaced or not.</summary>
/// <remarks>
/// After the specification of the W3C, third edition. Transparency is dropped and 16 bits become their upper 8.
/// No more is inflated than the pixels need, so that no data can become larger than its declared size.
/// </remarks>
internal static class PngDecoder
{
    // Where the seven passes of an interlaced image begin, and their steps: x, y, step x, step y.
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
    [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ];

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool Matches(ReadOnlySpan<byte> data) => data.StartsWith(Signature);

    public static PixelImage Decode(
        ReadOnlyMemory<byte> data,
        ImageLimits limits,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        var file = PngFile.Read(data[Signature.Length..]);
        var header = file.Header;
        limits.Check(header.Width, header.Height);
        var image = new PixelImage(pool, header.Width, header.Height);
        try
        {
            using var inflated = new ZLibStream(new PngDataStream(file.Data), CompressionMode.Decompress);
            ReadOnlySpan<(int X, int Y, int StepX, int StepY)> passes =
                header.IsInterlaced ? Passes : [(0, 0, 1, 1)];
            foreach (var (x, y, stepX, stepY) in passes)
            {
                var pass = new PngPass(file, image, (x, y, stepX, stepY));
                ReadPass(inflated, header, pass, cancellationToken);
            }

            return image;
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            image.Dispose();
            throw error is EndOfStreamException
                ? ImageError.Early("PNG")
                : ImageError.Create("the PNG's compressed data are broken");
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static void ReadPass(
        ZLibStream inflated,
        PngHeader header,
        PngPass pass,
        CancellationToken cancellationToken)
    {
        if (pass.Width == 0 || pass.Height == 0)
        {
            return;
        }

        var length = header.GetRowLength(pass.Width);
        var rented = ArrayPool<byte>.Shared.Rent(checked(2 * (length + 1)));
        try
        {
            var current = rented.AsSpan(0, length + 1);
            var previous = rented.AsSpan(length + 1, length + 1);
            previous.Clear();
            for (var row = 0; row < pass.Height; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                inflated.ReadExactly(current);
                PngFilter.Undo(current[0], current[1..], previous[1..], header.FilterDistance);
                pass.Write(row, current[1..]);
                var spare = previous;
                previous = current;
                current = spare;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
