using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KServe.Kernels.Linear;

/// <summary>One <c>vpmaddubsw</c> per group, for weights of up to 15, summed in 16 bits.</summary>
/// <remarks>A block is 8 groups: at most 8 · 2 · 15 · 127 = 30,480 in a word.</remarks>
internal readonly unsafe struct NibbleDot512 : IDotProduct<Vector512<int>>
{
    public static bool HasWideActivations
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Start(byte* bias) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> First(Vector512<int> weights) => weights;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Second(Vector512<int> weights) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(
        Vector512<int> sum,
        Vector512<int> first,
        Vector512<int> second,
        byte* activations)
    {
        var values = Vector512.Create(*(int*)activations).AsSByte();
        return (sum.AsInt16() + Avx512BW.MultiplyAddAdjacent(first.AsByte(), values)).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> End(Vector512<int> sum, byte* bias) =>
        Avx512BW.MultiplyAddAdjacent(sum.AsInt16(), Vector512<short>.One) + Vector512.Create(*(int*)bias);
}
