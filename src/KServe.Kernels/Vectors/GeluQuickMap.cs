using System.Runtime.CompilerServices;

namespace KServe.Kernels.Vectors;

/// <summary>The sigmoid approximation of the Gaussian error linear unit: x · σ(1.702 · x).</summary>
internal readonly struct GeluQuickMap : IFloatMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, IFloatLanes<TLanes> =>
        x * FloatMath.Sigmoid(TLanes.Create(1.702f) * x);
}
