using System.Runtime.CompilerServices;

namespace KServe.Kernels.Vectors;

/// <summary>The sigmoid linear unit: x · σ(x).</summary>
internal readonly struct SiluMap : IFloatMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, IFloatLanes<TLanes> =>
        x * FloatMath.Sigmoid(x);
}
