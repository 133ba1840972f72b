using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KServe.Protocol;

/// <summary>What vectors of four 64-bit lanes lack.</summary>
internal static class Lanes
{
    /// <summary>The number of lanes.</summary>
    public const int Count = 4;

    /// <summary>Multiplies the lower halves of lanes to whole lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Multiply(Vector256<ulong> left, Vector256<ulong> right)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.Multiply(left.AsUInt32(), right.AsUInt32());
        }

        var lower = Vector256.Create((ulong)uint.MaxValue);
        return (left & lower) * (right & lower);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> TimesTen(Vector256<long> value) => (value << 3) + (value << 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Widen(Vector128<uint> value)
    {
        var (lower, upper) = Vector128.Widen(value);
        return Vector256.Create(lower, upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Widen(Vector128<int> value)
    {
        var (lower, upper) = Vector128.Widen(value);
        return Vector256.Create(lower, upper);
    }
}
