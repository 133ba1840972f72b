using System.Buffers;
using System.Runtime.InteropServices;
using KServe.Kernels.Images;

namespace KServe.Transformers.Images;

/// <summary>Brings decoded images to the size and the numbers of a model.</summary>
internal static class ImageWriter
{
    /// <summary>Writes one image into its place in the tensor.</summary>
    public static void Write(ImagePlan plan, PixelImage image, Span<byte> destination)
    {
        if (plan.Options.Color == ImageColor.Gray)
        {
            ColorConverter.ToGray(image.Pixels);
        }

        var placement = ImagePlacement.Create(plan, image.Width, image.Height);
        var window = placement.Window;
        var isWhole = window.Width == plan.Width && window.Height == plan.Height;
        var length = plan.Width * plan.Height * ImageResizer.PixelSize;
        var resizedLength = window.Width * window.Height * ImageResizer.PixelSize;
        var rented = ArrayPool<byte>.Shared.Rent(isWhole ? length : length + resizedLength);
        try
        {
            var pixels = rented.AsSpan(0, length);
            var resized = isWhole ? pixels : rented.AsSpan(length, resizedLength);
            ImageResizer.Resize(
                image.Pixels, image.Width, image.Height, resized, window, plan.Options.Filter, plan.Options.Antialias);
            if (!isWhole)
            {
                Place(plan, placement, resized, pixels);
            }

            Convert(plan, pixels, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static void Place(
        ImagePlan plan,
        ImagePlacement placement,
        ReadOnlySpan<byte> resized,
        Span<byte> pixels)
    {
        pixels.Fill(plan.Options.PadValue);
        var stride = plan.Width * ImageResizer.PixelSize;
        var length = placement.Window.Width * ImageResizer.PixelSize;
        for (var y = 0; y < placement.Window.Height; y++)
        {
            var start = ((placement.Top + y) * stride) + (placement.Left * ImageResizer.PixelSize);
            resized.Slice(y * length, length).CopyTo(pixels[start..]);
        }
    }

    private static void Convert(ImagePlan plan, ReadOnlySpan<byte> pixels, Span<byte> destination)
    {
        var isFirst = plan.Layout == ImageLayout.ChannelsFirst;
        if (plan.DataType == TensorDataType.UINT8)
        {
            PixelConverter.WriteBytes(pixels, plan.Order, isFirst, destination);
            return;
        }

        var numbers = MemoryMarshal.Cast<byte, float>(destination);
        if (!isFirst && plan.Order.Length == 3)
        {
            PixelConverter.WriteInterleaved(pixels, plan.Order, plan.Scales, numbers);
            return;
        }

        var plane = plan.Width * plan.Height;
        for (var i = 0; i < plan.Order.Length; i++)
        {
            PixelConverter.WritePlane(pixels, plan.Order[i], plan.Scales[i], numbers.Slice(i * plane, plane));
        }
    }
}
