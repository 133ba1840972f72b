using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KServe.Kernels.Quantization;

/// <summary>Turns sixteen small integers into scaled numbers.</summary>
/// <remarks>
/// Lane i of the input is element i of the output at every width; each product and sum is rounded once, so all widths
/// give the same bits.
/// </remarks>
internal static class Lanes16
{
    /// <summary>Computes <c>scale · q[i]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale(Vector128<sbyte> q, float scale, Span<float> destination)
    {
        if (Avx512F.IsSupported)
        {
            (Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(q)) * scale).CopyTo(destination);
        }
        else if (Avx2.IsSupported)
        {
            var high = Vector128.Shuffle(q.AsUInt64(), Vector128.Create(1UL, 1UL)).AsSByte();
            (Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(q)) * scale).CopyTo(destination);
            (Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(high)) * scale).CopyTo(destination[8..]);
        }
        else
        {
            var (low, high) = Vector128.Widen(q);
            ScaleEight(low, scale, destination);
            ScaleEight(high, scale, destination[8..]);
        }
    }

    /// <summary>Computes <c>scale · q[i] + offset</c>, the product and the sum rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScaleAndAdd(Vector128<sbyte> q, float scale, float offset, Span<float> destination)
    {
        if (Avx512F.IsSupported)
        {
            var product = Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(q)) * scale;
            (product + Vector512.Create(offset)).CopyTo(destination);
        }
        else if (Avx2.IsSupported)
        {
            var high = Vector128.Shuffle(q.AsUInt64(), Vector128.Create(1UL, 1UL)).AsSByte();
            var first = Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(q)) * scale;
            var second = Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(high)) * scale;
            (first + Vector256.Create(offset)).CopyTo(destination);
            (second + Vector256.Create(offset)).CopyTo(destination[8..]);
        }
        else
        {
            var (low, high) = Vector128.Widen(q);
            ScaleAndAddEight(low, scale, offset, destination);
            ScaleAndAddEight(high, scale, offset, destination[8..]);
        }
    }

    /// <summary>Reads one bit for each of sixteen lanes, as 0x10 where it is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> FifthBits(ushort bits)
    {
        var place = Vector128.Create(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, (byte)128);
        var spread = Vector128.Create(Vector64.Create((byte)bits), Vector64.Create((byte)(bits >> 8)));
        return Vector128.Equals(spread & place, place) & Vector128.Create((byte)0x10);
    }

    private static void ScaleEight(Vector128<short> q, float scale, Span<float> destination)
    {
        var (low, high) = Vector128.Widen(q);
        (Vector128.ConvertToSingle(low) * scale).CopyTo(destination);
        (Vector128.ConvertToSingle(high) * scale).CopyTo(destination[4..]);
    }

    private static void ScaleAndAddEight(Vector128<short> q, float scale, float offset, Span<float> destination)
    {
        var (low, high) = Vector128.Widen(q);
        ((Vector128.ConvertToSingle(low) * scale) + Vector128.Create(offset)).CopyTo(destination);
        ((Vector128.ConvertToSingle(high) * scale) + Vector128.Create(offset)).CopyTo(destination[4..]);
    }
}
