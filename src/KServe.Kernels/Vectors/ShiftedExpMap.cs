using System.Runtime.CompilerServices;

namespace KServe.Kernels.Vectors;

/// <summary>The exponential of what a number is above another: e^(x - shift).</summary>
internal readonly struct ShiftedExpMap(float shift) : IFloatMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, IFloatLanes<TLanes> =>
        FloatMath.Exp(x - TLanes.Create(shift));
}
