using System.Buffers.Binary;

namespace KServe.Transformers.Images;

/// <summary>Decodes JPEG: baseline, extended and progressive, of 8 bits with one, three or four colours.</summary>
/// <remarks>
/// After ITU-T T.81; the samples are those of libjpeg with its default settings. Data that end early or are broken are
/// an error, not a grey area. What a file may cost is bounded by its size in pixels and the number of its scans.
/// </remarks>
internal sealed class JpegDecoder : IDisposable
{
    // A progressive file has about ten; each walks over the whole image for as little as a few bytes.
    private const int MaxScans = 64;

    private readonly JpegTables _tables = new();
    private JpegFrame? _frame;
    private int _restartInterval;
    private int _scans;
    private bool _isJfif;
    private byte? _adobeTransform;
    private int _orientation = ImageOrientation.Upright;

    public static bool Matches(ReadOnlySpan<byte> data) =>
        data is [JpegMarker.Prefix, JpegMarker.Start, JpegMarker.Prefix, ..];

    public static PixelImage Decode(
        ReadOnlySpan<byte> data,
        ImageLimits limits,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        using var decoder = new JpegDecoder();
        decoder.Read(data, limits, pool, cancellationToken);
        if (decoder._frame is not { } frame
            || !Array.TrueForAll(frame.Components, static component => component.Quantization is not null))
        {
            throw ImageError.Create("the JPEG lacks the data of a colour");
        }

        var image = JpegRenderer.Render(frame, decoder.GetColor(frame), pool, cancellationToken);
        image.Orientation = decoder._orientation;
        return image;
    }

    public void Dispose() => _frame?.Dispose();

    private void Read(
        ReadOnlySpan<byte> data,
        ImageLimits limits,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        var position = 2;
        while (true)
        {
            position = JpegMarker.Find(data, position);
            if (position >= data.Length)
            {
                // Cameras leave the end marker out; in a progressive file it says that no finer scan follows.
                if (_frame is { IsProgressive: true })
                {
                    throw ImageError.Early("JPEG");
                }

                return;
            }

            var code = data[position + 1];
            position += 2;
            if (code == JpegMarker.End)
            {
                return;
            }

            if (code is JpegMarker.Start or 1 or (>= JpegMarker.FirstRestart and <= JpegMarker.LastRestart))
            {
                continue;
            }

            var segment = Segment(data, position);
            position += 2 + segment.Length;
            if (code == JpegMarker.Scan)
            {
                position = ReadScan(data, position, segment, cancellationToken);
            }
            else
            {
                ReadSegment(code, segment, limits, pool);
            }
        }
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> data, int position)
    {
        if (position + 2 > data.Length)
        {
            throw ImageError.Early("JPEG");
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(data[position..]);
        return length >= 2 && length <= data.Length - position
            ? data.Slice(position + 2, length - 2)
            : throw ImageError.Early("JPEG");
    }

    private int ReadScan(
        ReadOnlySpan<byte> data,
        int position,
        ReadOnlySpan<byte> segment,
        CancellationToken cancellationToken)
    {
        if (_frame is null)
        {
            throw ImageError.Create("the JPEG has data before its frame");
        }

        if (++_scans > MaxScans)
        {
            throw ImageError.Create($"the JPEG has more than {MaxScans} scans");
        }

        var scan = JpegScan.Read(segment, _frame, _tables);
        return JpegScanDecoder.Decode(data, position, _frame, scan, _restartInterval, cancellationToken);
    }

    private void ReadSegment(byte code, ReadOnlySpan<byte> segment, ImageLimits limits, TensorPool pool)
    {
        switch (code)
        {
            case JpegMarker.Huffman:
                _tables.ReadHuffman(segment);
                break;
            case JpegMarker.Quantization:
                _tables.ReadQuantization(segment);
                break;
            case JpegMarker.RestartInterval:
                _restartInterval = segment.Length == 2
                    ? BinaryPrimitives.ReadUInt16BigEndian(segment)
                    : throw ImageError.Create("the JPEG's restart interval is malformed");
                break;
            case JpegMarker.Jfif:
                _isJfif |= segment.StartsWith("JFIF\0"u8);
                break;
            case JpegMarker.Exif when segment.StartsWith("Exif\0\0"u8):
                _orientation = ExifOrientation.Read(segment[6..]);
                break;
            case JpegMarker.Adobe when segment.Length >= 12 && segment.StartsWith("Adobe"u8):
                _adobeTransform = segment[11];
                break;
            case var _ when JpegMarker.IsFrame(code):
                _frame = _frame is null
                    ? JpegFrame.Read(code, segment, limits, pool)
                    : throw ImageError.Create("the JPEG has two frames");
                break;
        }
    }

    // JFIF is always of luminance and differences; without it Adobe's marker or the names of the colours tell. Of four
    // colours Adobe's marker alone tells, and any transform but none is that to differences, as libjpeg takes it.
    private JpegColor GetColor(JpegFrame frame)
    {
        var components = frame.Components;
        return components.Length switch
        {
            1 => JpegColor.Gray,
            4 => _adobeTransform is null or 0 ? JpegColor.Cmyk : JpegColor.Ycck,
            _ when _isJfif => JpegColor.YCbCr,
            _ when _adobeTransform is { } transform => transform == 0 ? JpegColor.Rgb : JpegColor.YCbCr,
            _ => (components[0].Id, components[1].Id, components[2].Id) == ('R', 'G', 'B')
                ? JpegColor.Rgb
                : JpegColor.YCbCr,
        };
    }
}
