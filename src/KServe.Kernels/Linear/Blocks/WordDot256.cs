using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KServe.Kernels.Linear;

/// <summary>Two multiplications of words per group: of the even bytes, and of the odd ones.</summary>
internal readonly unsafe struct WordDot256 : IDotProduct<Vector256<int>>
{
    public static bool HasWideActivations
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Start(byte* bias) => Vector256.Create(*(int*)bias);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> First(Vector256<int> weights) => weights & Vector256.Create(0x00FF00FF);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Second(Vector256<int> weights) => (weights.AsUInt16() >>> 8).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(
        Vector256<int> sum,
        Vector256<int> first,
        Vector256<int> second,
        byte* activations) =>
        sum + Multiply(first.AsInt16(), Vector256.Create(((int*)activations)[0]).AsInt16())
            + Multiply(second.AsInt16(), Vector256.Create(((int*)activations)[1]).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> End(Vector256<int> sum, byte* bias) => sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Multiply(Vector256<short> left, Vector256<short> right) =>
        Avx2.MultiplyAddAdjacent(left, right);
}
