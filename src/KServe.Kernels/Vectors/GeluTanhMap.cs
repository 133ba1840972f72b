using System.Runtime.CompilerServices;

namespace KServe.Kernels.Vectors;

/// <summary>The approximation x · σ(2·√(2/π)·(x + 0.044715·x³)) of the Gaussian error linear unit.</summary>
internal readonly struct GeluTanhMap : IFloatMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, IFloatLanes<TLanes> =>
        x * FloatMath.Sigmoid(
            TLanes.Create(1.5957691216057308f) * TLanes.MultiplyAdd(TLanes.Create(0.044715f) * x * x, x, x));
}
