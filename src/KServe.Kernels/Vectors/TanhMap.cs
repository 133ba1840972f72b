using System.Runtime.CompilerServices;

namespace KServe.Kernels.Vectors;

/// <summary>The hyperbolic tangent.</summary>
internal readonly struct TanhMap : IFloatMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, IFloatLanes<TLanes> =>
        FloatMath.Tanh(x);
}
