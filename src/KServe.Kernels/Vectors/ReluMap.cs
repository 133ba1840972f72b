using System.Runtime.CompilerServices;

namespace KServe.Kernels.Vectors;

/// <summary>The rectified linear unit: max(x, 0).</summary>
internal readonly struct ReluMap : IFloatMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, IFloatLanes<TLanes> =>
        TLanes.Max(x, TLanes.Create(0f));
}
