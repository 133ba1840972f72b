using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KServe.Protocol;

/// <summary>Reads decimal numbers without exponent, 16 or 32 characters at once.</summary>
/// <remarks>
/// The number's end is known, so that the bytes up to its end hold it aligned to the right: the last digit is in the
/// last lane, whatever the length. A second load, one byte earlier, holds the digits before the point one lane further
/// to the right, where they belong when the point is taken out. Digits become one integer in three multiplications that
/// add neighbours: pairs, fours, eights (W. Muła, "SIMD-ized faster parse of unsigned integers", 2018).
/// </remarks>
internal static class DecimalText
{
    /// <summary>The longest number that <see cref="TryReadShort"/> reads, in bytes.</summary>
    /// <remarks>One less than there are lanes: 15 digits make an integer that every double holds exactly.</remarks>
    public const int ShortLength = 15;

    /// <summary>The longest number that <see cref="TryReadLong"/> reads, in bytes.</summary>
    public const int LongLength = 32;

    /// <summary>The bytes that have to exist before the end of a number.</summary>
    public const int Margin = LongLength + 1;

    private const int Lanes = 16;
    private const ulong TenTo8 = 100_000_000;
    private const ulong TenTo16 = TenTo8 * TenTo8;

    public static bool IsSupported => Avx2.IsSupported;

    // 32 lanes from position n on: the last n of them are set
    private static ReadOnlySpan<byte> LastLanes =>
    [
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    ];

    /// <summary>Reads a number of up to <see cref="ShortLength"/> bytes.</summary>
    /// <param name="end">Where the number ends; <see cref="Margin"/> bytes before it are there.</param>
    /// <param name="length">Its length; the byte before it is none of a number.</param>
    /// <param name="number">The number.</param>
    /// <returns><see langword="false"/> when it is no number in JSON's grammar without exponent.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadShort(ref byte end, int length, out DecimalNumber number)
    {
        Debug.Assert((uint)length <= ShortLength, "the caller looks at the length");
        var sign = Unsafe.Subtract(ref end, length) == '-' ? 1 : 0;
        var raw = Vector128.LoadUnsafe(ref Unsafe.Subtract(ref end, Lanes));
        var digits = raw - Vector128.Create((byte)'0');
        var earlier = Vector128.LoadUnsafe(ref Unsafe.Subtract(ref end, Lanes + 1)) - Vector128.Create((byte)'0');

        var first = (1u << (Lanes - length)) << sign;
        var body = (1u << Lanes) - first;
        var others = ~Vector128.LessThanOrEqual(digits, Vector128.Create((byte)9)).ExtractMostSignificantBits();
        var zeros = Vector128.Equals(digits, Vector128<byte>.Zero).ExtractMostSignificantBits();
        var points = body & Vector128.Equals(raw, Vector128.Create((byte)'.')).ExtractMostSignificantBits();
        var isWrong = IsWrong(first, 1u << (Lanes - 1), body, others, points, zeros);

        // lanes behind the point, or all when there is none; then lanes of digits
        var decimals = BitOperations.LeadingZeroCount(points) - Lanes;
        var count = length - sign - (points != 0 ? 1 : 0);
        ref var masks = ref Unsafe.Add(ref MemoryMarshal.GetReference(LastLanes), Lanes);
        var joined = Vector128.ConditionalSelect(Vector128.LoadUnsafe(ref masks, (nuint)decimals), digits, earlier)
            & Vector128.LoadUnsafe(ref masks, (nuint)count);

        var pairs = Ssse3.MultiplyAddAdjacent(joined, Vector128.Create((ushort)0x010A).AsSByte());
        var fours = Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(0x0001_0064).AsInt16());
        var packed = Sse41.PackUnsignedSaturate(fours, fours).AsInt16();
        var eights = Sse2.MultiplyAddAdjacent(packed, Vector128.Create(0x0001_2710).AsInt16()).AsUInt64().ToScalar();
        number = new DecimalNumber(((uint)eights * TenTo8) + (eights >> 32), decimals & (Lanes - 1), sign);
        return !isWrong;
    }

    /// <summary>Reads a longer number, of up to <see cref="LongLength"/> bytes and 19 significant digits.</summary>
    /// <param name="end">Where the number ends; <see cref="Margin"/> bytes before it are there.</param>
    /// <param name="length">Its length; the byte before it is none of a number.</param>
    /// <param name="number">The number.</param>
    /// <returns><see langword="false"/> when it is no number in JSON's grammar without exponent.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadLong(ref byte end, int length, out DecimalNumber number)
    {
        Debug.Assert(length is > ShortLength and <= LongLength, "the caller looks at the length");
        var sign = Unsafe.Subtract(ref end, length) == '-' ? 1 : 0;
        var raw = Vector256.LoadUnsafe(ref Unsafe.Subtract(ref end, LongLength));
        var digits = raw - Vector256.Create((byte)'0');
        var earlier = Vector256.LoadUnsafe(ref Unsafe.Subtract(ref end, LongLength + 1)) - Vector256.Create((byte)'0');

        var first = (1u << (LongLength - length)) << sign;
        var body = 0u - first;
        var others = ~Vector256.LessThanOrEqual(digits, Vector256.Create((byte)9)).ExtractMostSignificantBits();
        var zeros = Vector256.Equals(digits, Vector256<byte>.Zero).ExtractMostSignificantBits();
        var points = body & Vector256.Equals(raw, Vector256.Create((byte)'.')).ExtractMostSignificantBits();
        var isWrong = IsWrong(first, 1u << (LongLength - 1), body, others, points, zeros);

        var decimals = BitOperations.LeadingZeroCount(points);
        var count = length - sign - (points != 0 ? 1 : 0);
        ref var masks = ref MemoryMarshal.GetReference(LastLanes);
        var joined = Vector256.ConditionalSelect(Vector256.LoadUnsafe(ref masks, (nuint)decimals), digits, earlier)
            & Vector256.LoadUnsafe(ref masks, (nuint)count);

        var pairs = Avx2.MultiplyAddAdjacent(joined, Vector256.Create((ushort)0x010A).AsSByte());
        var fours = Avx2.MultiplyAddAdjacent(pairs, Vector256.Create(0x0001_0064).AsInt16());
        var packed = Avx2.PackUnsignedSaturate(fours, fours).AsInt16();
        var eights = Avx2.MultiplyAddAdjacent(packed, Vector256.Create(0x0001_2710).AsInt16()).AsUInt64();

        // 19 digits fit in 64 bits: none of the first 8 lanes, 3 of the second 8
        var upper = BitOperations.RotateLeft(eights.ToScalar(), 32);
        var lower = eights.GetUpper().ToScalar();
        var mantissa = (upper * TenTo16) + ((uint)lower * TenTo8) + (lower >> 32);
        number = new DecimalNumber(mantissa, decimals & (LongLength - 1), sign);
        return !isWrong && upper < 1000;
    }

    // Each term is a way to be wrong: other characters, two points, a point or nothing at either end, a leading zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWrong(uint first, uint last, uint body, uint others, uint points, uint zeros) =>
        (((others & body) ^ points)
            | (points & (points - 1))
            | (others & (first | last))
            | (((zeros & first) << 1) & ~others)) != 0;
}
