using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KServe.Kernels.Linear;

/// <summary>Two multiplications of words per group: of the even bytes, and of the odd ones.</summary>
internal readonly unsafe struct WordDot128 : IDotProduct<Vector128<int>>
{
    public static bool HasWideActivations
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Start(byte* bias) => Vector128.Create(*(int*)bias);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> First(Vector128<int> weights) => weights & Vector128.Create(0x00FF00FF);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Second(Vector128<int> weights) => (weights.AsUInt16() >>> 8).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(
        Vector128<int> sum,
        Vector128<int> first,
        Vector128<int> second,
        byte* activations) =>
        sum + Multiply(first.AsInt16(), Vector128.Create(((int*)activations)[0]).AsInt16())
            + Multiply(second.AsInt16(), Vector128.Create(((int*)activations)[1]).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> End(Vector128<int> sum, byte* bias) => sum;

    // A product of a byte without and one with sign fits 16 bits; pairs of products do not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Multiply(Vector128<short> left, Vector128<short> right)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.MultiplyAddAdjacent(left, right);
        }

        var products = (left * right).AsInt32();
        return ((products << 16) >> 16) + (products >> 16);
    }
}
