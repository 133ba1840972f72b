using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Vectors;

/// <summary>Applies a function to every number of a row, at the widest registers that there are.</summary>
/// <remarks>
/// The last numbers that fill no register go through one of zeros, by the same operations. The loop is not inlined: in
/// a method with the loops of all functions and widths, the compiler would leave a call for each operation.
/// </remarks>
internal static unsafe class MapKernel
{
    /// <summary>Computes <c>f(source)</c>, or <c>f(source) · factor</c> where there is a factor.</summary>
    public static void Run<TMap>(TMap map, float* source, float* factor, float* destination, int length)
        where TMap : struct, IFloatMap
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<TMap, FloatLanes512>(map, source, factor, destination, length);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<TMap, FloatLanes256>(map, source, factor, destination, length);
        }
        else
        {
            Run<TMap, FloatLanes128>(map, source, factor, destination, length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Run<TMap, TLanes>(TMap map, float* source, float* factor, float* destination, int length)
        where TMap : struct, IFloatMap
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            var value = map.Apply(TLanes.Load(source + i));
            TLanes.Store(factor is null ? value : value * TLanes.Load(factor + i), destination + i);
        }

        if (i < length)
        {
            Rest<TMap, TLanes>(map, source + i, factor is null ? null : factor + i, destination + i, length - i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rest<TMap, TLanes>(TMap map, float* source, float* factor, float* destination, int length)
        where TMap : struct, IFloatMap
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var padded = stackalloc float[16];
        new Span<float>(padded, 16).Clear();
        new Span<float>(source, length).CopyTo(new Span<float>(padded, length));
        TLanes.Store(map.Apply(TLanes.Load(padded)), padded);
        for (var i = 0; i < length; i++)
        {
            destination[i] = factor is null ? padded[i] : padded[i] * factor[i];
        }
    }
}
