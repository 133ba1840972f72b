using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KServe.Kernels.Linear;

/// <summary>Two multiplications of words per group: of the even bytes, and of the odd ones.</summary>
internal readonly unsafe struct WordDot512 : IDotProduct<Vector512<int>>
{
    public static bool HasWideActivations
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Start(byte* bias) => Vector512.Create(*(int*)bias);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> First(Vector512<int> weights) => weights & Vector512.Create(0x00FF00FF);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Second(Vector512<int> weights) => (weights.AsUInt16() >>> 8).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(
        Vector512<int> sum,
        Vector512<int> first,
        Vector512<int> second,
        byte* activations) =>
        sum + Multiply(first.AsInt16(), Vector512.Create(((int*)activations)[0]).AsInt16())
            + Multiply(second.AsInt16(), Vector512.Create(((int*)activations)[1]).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> End(Vector512<int> sum, byte* bias) => sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Multiply(Vector512<short> left, Vector512<short> right) =>
        Avx512BW.MultiplyAddAdjacent(left, right);
}
