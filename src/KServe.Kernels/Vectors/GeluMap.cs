using System.Runtime.CompilerServices;

namespace KServe.Kernels.Vectors;

/// <summary>The Gaussian error linear unit: x · Φ(x).</summary>
internal readonly struct GeluMap : IFloatMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, IFloatLanes<TLanes> =>
        x * TLanes.Create(0.5f) * (TLanes.Create(1f) + FloatMath.Erf(x * TLanes.Create(0.70710678118654752f)));
}
