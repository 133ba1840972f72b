using System.Runtime.CompilerServices;

namespace KServe.Kernels.Linear;

/// <summary>Weights of 4 bits around 8.</summary>
internal readonly unsafe struct NibbleWeights<TFloat, TInt, TLanes> : IBlockWeights<TInt>
    where TFloat : struct
    where TInt : struct
    where TLanes : struct, ILanes<TFloat, TInt>
{
    public static bool HasMinimum
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    public static int GroupBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BlockLayout.WordBytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt Low(byte* source) => TLanes.NibblesLow(TLanes.LoadInt(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt High(byte* source) => TLanes.NibblesHigh(TLanes.LoadInt(source));
}
