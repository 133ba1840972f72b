using System.Runtime.CompilerServices;

namespace KServe.Kernels.Vectors;

/// <summary>A soft limit: cap · tanh(x / cap).</summary>
internal readonly struct SoftCapMap(float cap) : IFloatMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, IFloatLanes<TLanes> =>
        TLanes.Create(cap) * FloatMath.Tanh(x * TLanes.Create(1f / cap));
}
