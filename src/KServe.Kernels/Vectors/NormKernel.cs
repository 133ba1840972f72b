using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Vectors;

/// <summary>Normalizes one row at the widest registers that there are.</summary>
/// <remarks>Sums go lane by lane in two chains, across the lanes, then over the rest: always in this order.</remarks>
internal static unsafe class NormKernel
{
    public static void Rms(float* source, float* weight, float epsilon, float* destination, int width)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rms<FloatLanes512>(source, weight, epsilon, destination, width);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rms<FloatLanes256>(source, weight, epsilon, destination, width);
        }
        else
        {
            Rms<FloatLanes128>(source, weight, epsilon, destination, width);
        }
    }

    public static void Layer(
        float* source, float* weight, float* bias, float epsilon, float* destination, int width)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Layer<FloatLanes512>(source, weight, bias, epsilon, destination, width);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Layer<FloatLanes256>(source, weight, bias, epsilon, destination, width);
        }
        else
        {
            Layer<FloatLanes128>(source, weight, bias, epsilon, destination, width);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rms<TLanes>(float* source, float* weight, float epsilon, float* destination, int width)
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var squares = SumOfSquares<TLanes>(source, 0f, width);
        Scale<TLanes>(source, 0f, 1f / MathF.Sqrt((squares / width) + epsilon), weight, null, destination, width);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Layer<TLanes>(
        float* source, float* weight, float* bias, float epsilon, float* destination, int width)
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var mean = Sum<TLanes>(source, width) / width;
        var squares = SumOfSquares<TLanes>(source, mean, width);
        Scale<TLanes>(source, mean, 1f / MathF.Sqrt((squares / width) + epsilon), weight, bias, destination, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum<TLanes>(float* source, int width)
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var even = TLanes.Create(0f);
        var odd = even;
        var i = 0;
        for (; i <= width - (2 * TLanes.Count); i += 2 * TLanes.Count)
        {
            even += TLanes.Load(source + i);
            odd += TLanes.Load(source + i + TLanes.Count);
        }

        var sum = TLanes.Sum(even + odd);
        for (; i < width; i++)
        {
            sum += source[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumOfSquares<TLanes>(float* source, float mean, int width)
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var middle = TLanes.Create(mean);
        var even = TLanes.Create(0f);
        var odd = even;
        var i = 0;
        for (; i <= width - (2 * TLanes.Count); i += 2 * TLanes.Count)
        {
            var left = TLanes.Load(source + i) - middle;
            var right = TLanes.Load(source + i + TLanes.Count) - middle;
            even = TLanes.MultiplyAdd(left, left, even);
            odd = TLanes.MultiplyAdd(right, right, odd);
        }

        var sum = TLanes.Sum(even + odd);
        for (; i < width; i++)
        {
            var value = source[i] - mean;
            sum += value * value;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<TLanes>(
        float* source, float mean, float scale, float* weight, float* bias, float* destination, int width)
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var middle = TLanes.Create(mean);
        var factor = TLanes.Create(scale);
        var i = 0;
        for (; i <= width - TLanes.Count; i += TLanes.Count)
        {
            var value = (TLanes.Load(source + i) - middle) * factor * TLanes.Load(weight + i);
            TLanes.Store(bias is null ? value : value + TLanes.Load(bias + i), destination + i);
        }

        for (; i < width; i++)
        {
            var value = (source[i] - mean) * scale * weight[i];
            destination[i] = bias is null ? value : value + bias[i];
        }
    }
}
