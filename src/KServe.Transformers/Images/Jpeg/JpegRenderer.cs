using System.Buffers;
using KServe.Kernels.Images;

namespace KServe.Transformers.Images;

/// <summary>Turns the coefficients of a frame into pixels.</summary>
internal static class JpegRenderer
{
    public static PixelImage Render(
        JpegFrame frame,
        JpegColor color,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        foreach (var component in frame.Components)
        {
            component.RentSamples(pool);
            Transform(component, cancellationToken);
            component.ReturnCoefficients();
        }

        var image = new PixelImage(pool, frame.Width, frame.Height);
        var width = frame.UnitsAcross * frame.MaxAcross * 8;
        var rows = ArrayPool<byte>.Shared.Rent(checked(width * frame.Components.Length));
        try
        {
            for (var y = 0; y < frame.Height; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var i = 0; i < frame.Components.Length; i++)
                {
                    JpegUpsampler.Write(frame.Components[i], frame, y, rows.AsSpan(i * width, width));
                }

                WriteRow(rows, width, frame.Width, color, image.Row(y));
            }

            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rows);
        }
    }

    private static void Transform(JpegComponent component, CancellationToken cancellationToken)
    {
        for (var y = 0; y < component.BlocksDown; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var x = 0; x < component.BlocksAcross; x++)
            {
                var samples = component.Samples[((y * 8 * component.Stride) + (x * 8))..];
                InverseDct.Transform(component.Block(x, y), component.Quantization, samples, component.Stride);
            }
        }
    }

    private static void WriteRow(byte[] rows, int stride, int width, JpegColor color, Span<byte> pixels)
    {
        var first = rows.AsSpan(0, width);
        switch (color)
        {
            case JpegColor.Gray:
                Interleave(first, first, first, pixels);
                break;
            case JpegColor.Rgb:
                Interleave(first, rows.AsSpan(stride, width), rows.AsSpan(2 * stride, width), pixels);
                break;
            case JpegColor.Cmyk:
                InkConverter.Invert(first, rows.AsSpan(stride, width), rows.AsSpan(2 * stride, width), pixels);
                InkConverter.ToColors(pixels, rows.AsSpan(3 * stride, width));
                break;
            default:
                ColorConverter.YCbCrToPixels(
                    first, rows.AsSpan(stride, width), rows.AsSpan(2 * stride, width), pixels);
                if (color == JpegColor.Ycck)
                {
                    InkConverter.ToColors(pixels, rows.AsSpan(3 * stride, width));
                }

                break;
        }
    }

    private static void Interleave(
        ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> pixels)
    {
        for (var x = 0; x < red.Length; x++)
        {
            var pixel = pixels.Slice(x * ImageResizer.PixelSize, ImageResizer.PixelSize);
            pixel[0] = red[x];
            pixel[1] = green[x];
            pixel[2] = blue[x];
            pixel[3] = 255;
        }
    }
}
