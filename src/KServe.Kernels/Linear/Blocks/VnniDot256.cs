using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KServe.Kernels.Linear;

/// <summary>One <c>vpdpbusd</c> per group.</summary>
internal readonly unsafe struct VnniDot256 : IDotProduct<Vector256<int>>
{
    public static bool HasWideActivations
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Start(byte* bias) => Vector256.Create(*(int*)bias);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> First(Vector256<int> weights) => weights;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Second(Vector256<int> weights) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(
        Vector256<int> sum,
        Vector256<int> first,
        Vector256<int> second,
        byte* activations) =>
        AvxVnni.MultiplyWideningAndAdd(sum, first.AsByte(), Vector256.Create(*(int*)activations).AsSByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> End(Vector256<int> sum, byte* bias) => sum;
}
