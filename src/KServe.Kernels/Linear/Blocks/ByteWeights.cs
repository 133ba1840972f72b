using System.Runtime.CompilerServices;

namespace KServe.Kernels.Linear;

/// <summary>Weights of 8 bits around 128.</summary>
internal readonly unsafe struct ByteWeights<TFloat, TInt, TLanes> : IBlockWeights<TInt>
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
        get => BlockLayout.WordBytes * 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt Low(byte* source) => TLanes.LoadInt(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt High(byte* source) => TLanes.LoadInt(source + BlockLayout.WordBytes);
}
