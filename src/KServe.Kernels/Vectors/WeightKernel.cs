using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Vectors;

/// <summary>Exponentials and their sums, at the widest registers that there are.</summary>
/// <remarks>The last numbers that fill no register go through one that is padded, by the same operations.</remarks>
internal static unsafe class WeightKernel
{
    private const int PaddedCount = 16;

    /// <summary>Computes <c>e^(scale · x − shift)</c>, stores it unless there is no destination, and sums it.</summary>
    public static float Weigh(float* source, float scale, float shift, float* destination, int length)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Weigh<FloatLanes512>(source, scale, shift, destination, length);
        }

        return Vector256.IsHardwareAccelerated
            ? Weigh<FloatLanes256>(source, scale, shift, destination, length)
            : Weigh<FloatLanes128>(source, scale, shift, destination, length);
    }

    /// <summary>Sums the numbers above a bound.</summary>
    public static float SumAbove(float* source, float bound, int length)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return SumAbove<FloatLanes512>(source, bound, length);
        }

        return Vector256.IsHardwareAccelerated
            ? SumAbove<FloatLanes256>(source, bound, length)
            : SumAbove<FloatLanes128>(source, bound, length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Weigh<TLanes>(float* source, float scale, float shift, float* destination, int length)
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var (scales, shifts) = (TLanes.Create(scale), TLanes.Create(shift));
        var sum = default(TLanes);
        var i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            // Not fused: the largest number's weight is to be 1.
            var weight = FloatMath.Exp((TLanes.Load(source + i) * scales) - shifts);
            sum += weight;
            if (destination is not null)
            {
                TLanes.Store(weight, destination + i);
            }
        }

        var total = TLanes.Sum(sum);
        return i == length
            ? total
            : total + WeighRest<TLanes>(
                source + i, scale, shift, destination is null ? null : destination + i, length - i);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float WeighRest<TLanes>(float* source, float scale, float shift, float* destination, int length)
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var padded = stackalloc float[PaddedCount];
        new Span<float>(padded, PaddedCount).Fill(float.NegativeInfinity);
        new Span<float>(source, length).CopyTo(new Span<float>(padded, length));
        var weight = FloatMath.Exp((TLanes.Load(padded) * TLanes.Create(scale)) - TLanes.Create(shift));
        if (destination is not null)
        {
            TLanes.Store(weight, padded);
            new Span<float>(padded, length).CopyTo(new Span<float>(destination, length));
        }

        return TLanes.Sum(weight);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float SumAbove<TLanes>(float* source, float bound, int length)
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var (bounds, zero) = (TLanes.Create(bound), default(TLanes));
        var (a, b, c, d) = (zero, zero, zero, zero);
        var i = 0;
        for (; i <= length - (4 * TLanes.Count); i += 4 * TLanes.Count)
        {
            a += Above(TLanes.Load(source + i), bounds);
            b += Above(TLanes.Load(source + i + TLanes.Count), bounds);
            c += Above(TLanes.Load(source + i + (2 * TLanes.Count)), bounds);
            d += Above(TLanes.Load(source + i + (3 * TLanes.Count)), bounds);
        }

        var sum = TLanes.Sum((a + b) + (c + d));
        for (; i < length; i++)
        {
            sum += source[i] > bound ? source[i] : 0f;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Above<TLanes>(TLanes value, TLanes bound)
        where TLanes : unmanaged, IFloatLanes<TLanes> =>
        TLanes.Select(TLanes.Less(bound, value), value, default);
}
