using System.Runtime.CompilerServices;

namespace KServe.Kernels.Linear;

/// <summary>Weights in binary32.</summary>
internal readonly unsafe struct SingleWeights<TFloat, TInt, TLanes> : IFloatWeights<TFloat>
    where TFloat : struct
    where TInt : struct
    where TLanes : struct, ILanes<TFloat, TInt>
{
    public static int ColumnBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Panels.Rows * sizeof(float);
    }

    public static int LaneBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sizeof(float);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Low(byte* source) => TLanes.Load((float*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat High(byte* source) => TLanes.Load((float*)source + Panels.Half);
}
