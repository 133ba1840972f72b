using System.Runtime.CompilerServices;

namespace KServe.Kernels.Linear;

/// <summary>Weights in bfloat16, widened when they are used.</summary>
internal readonly unsafe struct BrainWeights<TFloat, TInt, TLanes> : IFloatWeights<TFloat>
    where TFloat : struct
    where TInt : struct
    where TLanes : struct, ILanes<TFloat, TInt>
{
    public static int ColumnBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Panels.Rows * sizeof(ushort);
    }

    public static int LaneBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sizeof(float);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Low(byte* source) => TLanes.BrainLow(TLanes.LoadInt(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat High(byte* source) => TLanes.BrainHigh(TLanes.LoadInt(source));
}
