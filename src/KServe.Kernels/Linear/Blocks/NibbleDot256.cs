using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KServe.Kernels.Linear;

/// <summary>One <c>vpmaddubsw</c> per group, for weights of up to 15, summed in 16 bits.</summary>
/// <remarks>A block is 8 groups: at most 8 · 2 · 15 · 127 = 30,480 in a word.</remarks>
internal readonly unsafe struct NibbleDot256 : IDotProduct<Vector256<int>>
{
    public static bool HasWideActivations
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Start(byte* bias) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> First(Vector256<int> weights) => weights;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Second(Vector256<int> weights) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(
        Vector256<int> sum,
        Vector256<int> first,
        Vector256<int> second,
        byte* activations)
    {
        var values = Vector256.Create(*(int*)activations).AsSByte();
        return (sum.AsInt16() + Avx2.MultiplyAddAdjacent(first.AsByte(), values)).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> End(Vector256<int> sum, byte* bias) =>
        Avx2.MultiplyAddAdjacent(sum.AsInt16(), Vector256<short>.One) + Vector256.Create(*(int*)bias);
}
