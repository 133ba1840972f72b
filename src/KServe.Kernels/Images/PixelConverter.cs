using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Images;

/// <summary>Turns pixels of four bytes into the numbers that models take.</summary>
/// <remarks>
/// Every register width and the scalar form multiply and add with a rounding after each, and so give the same bits.
/// Stateless and safe for concurrent use.
/// </remarks>
public static class PixelConverter
{
    /// <summary>Writes one channel of all pixels, as models with channels first want it.</summary>
    /// <param name="pixels">Pixels of four bytes.</param>
    /// <param name="channel">The channel, from 0 to 3.</param>
    /// <param name="scale">How bytes become numbers.</param>
    /// <param name="destination">Takes one number for each pixel.</param>
    /// <exception cref="ArgumentException">The destination is too short, or there is no such channel.</exception>
    public static void WritePlane(
        ReadOnlySpan<byte> pixels,
        int channel,
        ChannelScale scale,
        Span<float> destination)
    {
        var source = Cast(pixels, destination.Length);
        RequireChannel(channel);
        var (factor, offset) = (scale.Factor, scale.Offset);
        var shift = channel * 8;
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i <= source.Length - Vector512<uint>.Count; i += Vector512<uint>.Count)
            {
                var bytes = (Vector512.Create(source[i..]) >>> shift) & Vector512.Create(0xFFu);
                var numbers = Vector512.ConvertToSingle(bytes.AsInt32()) * factor;
                (numbers + Vector512.Create(offset)).CopyTo(destination[i..]);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= source.Length - Vector256<uint>.Count; i += Vector256<uint>.Count)
            {
                var bytes = (Vector256.Create(source[i..]) >>> shift) & Vector256.Create(0xFFu);
                var numbers = Vector256.ConvertToSingle(bytes.AsInt32()) * factor;
                (numbers + Vector256.Create(offset)).CopyTo(destination[i..]);
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= source.Length - Vector128<uint>.Count; i += Vector128<uint>.Count)
            {
                var bytes = (Vector128.Create(source[i..]) >>> shift) & Vector128.Create(0xFFu);
                var numbers = Vector128.ConvertToSingle(bytes.AsInt32()) * factor;
                (numbers + Vector128.Create(offset)).CopyTo(destination[i..]);
            }
        }

        for (; i < source.Length; i++)
        {
            var product = ((source[i] >> shift) & 0xFF) * factor;
            destination[i] = product + offset;
        }
    }

    /// <summary>Writes the first three channels pixel by pixel, as models with channels last want it.</summary>
    /// <param name="pixels">Pixels of four bytes.</param>
    /// <param name="order">The channel that comes first, second and third.</param>
    /// <param name="scales">How bytes become numbers, in the order of the result.</param>
    /// <param name="destination">Takes three numbers for each pixel.</param>
    /// <exception cref="ArgumentException">A span is too short, or there is no such channel.</exception>
    public static void WriteInterleaved(
        ReadOnlySpan<byte> pixels,
        ReadOnlySpan<int> order,
        ReadOnlySpan<ChannelScale> scales,
        Span<float> destination)
    {
        var source = Cast(pixels, destination.Length / 3);
        Spans.RequireSame(order.Length, 3);
        Spans.RequireSame(scales.Length, 3);
        foreach (var channel in order)
        {
            RequireChannel(channel);
        }

        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            var shuffle = Vector128.Create(order[0], order[1], order[2], 3);
            var factor = Vector128.Create(scales[0].Factor, scales[1].Factor, scales[2].Factor, 0);
            var offset = Vector128.Create(scales[0].Offset, scales[1].Offset, scales[2].Offset, 0);
            // Each store writes one number too many, which the next pixel replaces; the last pixel has none.
            for (; i < source.Length - 1; i++)
            {
                var channels = Vector128.WidenLower(Vector128.WidenLower(
                    Vector128.CreateScalarUnsafe(source[i]).AsByte())).AsInt32();
                var numbers = Vector128.ConvertToSingle(Vector128.Shuffle(channels, shuffle)) * factor;
                (numbers + offset).CopyTo(destination[(3 * i)..]);
            }
        }

        for (; i < source.Length; i++)
        {
            for (var k = 0; k < 3; k++)
            {
                var product = ((source[i] >> (order[k] * 8)) & 0xFF) * scales[k].Factor;
                destination[(3 * i) + k] = product + scales[k].Offset;
            }
        }
    }

    /// <summary>Writes channels as bytes, with the channels first or last.</summary>
    /// <param name="pixels">Pixels of four bytes.</param>
    /// <param name="order">The channels in the order of the result.</param>
    /// <param name="channelsFirst">Whether each channel is a plane of its own.</param>
    /// <param name="destination">Takes a byte for each pixel and channel.</param>
    /// <exception cref="ArgumentException">The destination is too short, or there is no such channel.</exception>
    public static void WriteBytes(
        ReadOnlySpan<byte> pixels,
        ReadOnlySpan<int> order,
        bool channelsFirst,
        Span<byte> destination)
    {
        var count = Cast(pixels, destination.Length / Math.Max(1, order.Length)).Length;
        var (step, start) = channelsFirst ? (1, count) : (order.Length, 1);
        for (var k = 0; k < order.Length; k++)
        {
            RequireChannel(order[k]);
            var target = k * start;
            for (var source = order[k]; source < pixels.Length; source += ImageResizer.PixelSize)
            {
                destination[target] = pixels[source];
                target += step;
            }
        }
    }

    private static ReadOnlySpan<uint> Cast(ReadOnlySpan<byte> pixels, int room)
    {
        if (pixels.Length % ImageResizer.PixelSize != 0 || pixels.Length / ImageResizer.PixelSize > room)
        {
            throw new ArgumentException("The destination does not hold all pixels.", nameof(pixels));
        }

        return MemoryMarshal.Cast<byte, uint>(pixels);
    }

    private static void RequireChannel(int channel) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)channel, 3u, nameof(channel));
}
